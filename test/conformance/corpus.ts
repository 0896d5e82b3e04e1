// The corpus, chapter by chapter of docs/enforcement.md.

import { abstractTypes } from './abstract-types.ts'
import { answers } from './answers.ts'
import { bypasses } from './bypasses.ts'
import type { OperationCase } from './case.ts'
import { concreteTypes } from './concrete-types.ts'
import { decision } from './decision.ts'
import { manyDenials } from './many-denials.ts'
import { needs } from './needs.ts'
import { nullPropagation } from './null-propagation.ts'
import { operations } from './operations.ts'
import { outputs } from './outputs.ts'
import { policies } from './policies.ts'
import { requirements } from './requirements.ts'
import { safety } from './safety.ts'
import { scopeLanguage } from './scope-language.ts'
import { unmarked } from './unmarked.ts'

/** Cases that are decided about and run, by chapter. */
export const chapters: Readonly<Record<string, readonly OperationCase[]>> = {
  'what a field requires': requirements,
  'what a field returns': outputs,
  'fields without a rule': unmarked,
  'the scope language': scopeLanguage,
  'when and how it is decided': decision,
  'where nulls go': nullPropagation,
  'abstract types': abstractTypes,
  'which type an object has': concreteTypes,
  'by kind of operation': operations,
  policies,
  'what the caller sees': answers,
  'what is needed and missing': needs,
  'how many errors there are': manyDenials,
  'safety and cost': safety,
  'published bypasses': bypasses,
}
