// An explanation as text for people: marks that read without colour, colours where there are any.

import { openToNoOne } from '../resource-server/requirement-words.ts'
import { countNodes, type Explanation } from './explain.ts'
import type { Mark, TreeNode } from './operation-tree.ts'

// styleText of newer Nodes looks at the terminal itself; here the caller has decided.
const codes = { green: 32, red: 31, gray: 90 }
type Style = keyof typeof codes

const marks: Readonly<Record<Mark, { readonly sign: string; readonly style: Style }>> = {
  allowed: { sign: '✓', style: 'green' },
  denied: { sign: '✗', style: 'red' },
  unreached: { sign: '·', style: 'gray' },
}

/** The tree, the verdict, and the minimal sets. Ends in a newline. */
export function formatExplanation(explanation: Explanation, isColoured: boolean): string {
  const { title, tree } = explanation
  const lines = [
    title,
    ...formatNodes(tree, isColoured),
    '',
    ...formatVerdict(explanation, isColoured),
    ...formatRequired(explanation),
  ]
  return `${lines.join('\n')}\n`
}

function formatNodes(nodes: readonly TreeNode[], isColoured: boolean): string[] {
  const entries = mergeTypes(nodes).map((node) => ({
    text: formatNode(node, isColoured),
    below: formatNodes(node.children, isColoured),
  }))
  return entries.flatMap(({ text, below }, index) => {
    const isLast = index === entries.length - 1
    return [`${isLast ? '└─' : '├─'} ${text}`, ...below.map((line) => `${isLast ? '   ' : '│  '}${line}`)]
  })
}

function formatNode({ kind, label, coordinate, mark, needs, missing }: TreeNode, isColoured: boolean): string {
  const name = kind === 'type' ? `on ${label}` : label
  const text = mark ? paint(`${marks[mark].sign} ${name}`, marks[mark].style, isColoured) : name
  if (needs === undefined) return text
  if (mark !== 'denied') return `${text}  ${paint(inWords(needs), 'gray', isColoured)}`
  return `${text}  ${paint(`${coordinate} ${inWords(needs)}${missing === undefined ? '' : `; missing ${missing}`}`, 'red', isColoured)}`
}

function inWords(needs: string): string {
  return needs === openToNoOne ? `is ${needs}` : `needs ${needs}`
}

/** Types that show the same are shown once: `on Book, Film`. */
function mergeTypes(nodes: readonly TreeNode[]): TreeNode[] {
  const merged = new Map<string, TreeNode>()
  for (const node of nodes) {
    const { kind, label } = node
    const key =
      kind === 'type' ? JSON.stringify([formatNode({ ...node, label: '' }, false), formatNodes(node.children, false)]) : label
    const known = merged.get(key)
    merged.set(key, known ? { ...known, label: `${known.label}, ${label}` } : node)
  }
  return [...merged.values()]
}

function formatVerdict({ title, tree, isAllowed }: Explanation, isColoured: boolean): string[] {
  switch (isAllowed) {
    case undefined:
      return []
    case true:
      return [paint('✓ Allowed.', 'green', isColoured)]
    case false: {
      const count = countNodes(tree, ({ mark }) => mark === 'denied')
      // By default; a gate can be told to filter mutations too.
      const outcome = title.startsWith('mutation') ? ' A mutation is refused whole: nothing of it runs.' : ''
      return [paint(`✗ Denied in ${count} ${count === 1 ? 'place' : 'places'}.${outcome}`, 'red', isColoured)]
    }
    default:
      return isAllowed satisfies never
  }
}

function formatRequired({ required: { needsToken, alternatives, isComplete }, policies }: Explanation): string[] {
  const also = policies.length === 0 ? [] : [`Policies must hold besides: ${policies.join(', ')}.`]
  if (!needsToken) return ['All of it needs no token.', ...also]
  if (alternatives.length === 0) return ['No token has all of it: something in it is open to no one.', ...also]
  if (alternatives.every((scopes) => scopes.length === 0)) return ['All of it needs a token, with any scopes or none.', ...also]
  const more = isComplete ? [] : ['  … and more; these are some of the smallest.']
  return [
    'All of it needs a token with the scopes of one line:',
    ...alternatives.map((scopes) => `  ${scopes.join(' ')}`),
    ...more,
    ...also,
  ]
}

function paint(text: string, style: Style, isColoured: boolean): string {
  return isColoured ? `\u001b[${codes[style]}m${text}\u001b[39m` : text
}
