// Switches of Node and of libraries that print secrets or turn a protection off: never by accident in production.

import { type Environment, SettingMistake } from './setting.ts'

interface DebugSwitch {
  readonly name: string
  readonly isOn: (text: string) => boolean
  readonly fault: string
}

const switches: readonly DebugSwitch[] = [
  { name: 'NODE_DEBUG', isOn: (text) => text !== '', fault: 'makes Node print requests with their secrets' },
  { name: 'DEBUG', isOn: (text) => /\*|prisma/i.test(text), fault: 'makes libraries print queries with their values' },
  { name: 'NODE_TLS_REJECT_UNAUTHORIZED', isOn: (text) => text === '0', fault: 'turns the check of TLS certificates off' },
  { name: 'NODE_OPTIONS', isOn: (text) => /--inspect/.test(text), fault: 'opens the debugger to whoever reaches its port' },
]

/** One mistake for each switch that is on. */
export function findDebugSwitches(environment: Environment): { name: string; mistake: SettingMistake }[] {
  return switches
    .filter(({ name, isOn }) => isOn(environment[name] ?? ''))
    .map(({ name, fault }) => ({
      name,
      mistake: new SettingMistake(fault, 'Remove it, or set FIELDGATE_ALLOW_DEBUG=true to have it in production.'),
    }))
}
