// Many scopes as one tree by segment, so that a question to all of them costs the length of the question.

import { isGrantableScope, wildcard } from './scope.ts'

interface Node {
  /** By segment; `*` is the wildcard in the middle. A Map, so that `__proto__` is a name like any other. */
  readonly children: Map<string, Node>
  /** A scope ends here with a concrete segment. */
  endsHere: boolean
  /** A scope ends with `*` right below: one or more segments of any name. */
  coversBelow: boolean
}

/** A growing set of granted scopes that answers for all its members at once. Texts that are no grantable scope are left out. */
export class ScopeTree {
  readonly #root = createNode()

  constructor(scopes: Iterable<string> = []) {
    for (const scope of scopes) this.add(scope)
  }

  add(scope: string): void {
    if (!isGrantableScope(scope)) return

    const segments = scope.split(':')
    const isOpen = segments.at(-1) === wildcard
    let node = this.#root
    for (const segment of isOpen ? segments.slice(0, -1) : segments) {
      node = node.children.get(segment) ?? addChild(node, segment)
    }
    if (isOpen) node.coversBelow = true
    else node.endsHere = true
  }

  /** Whether some member covers the scope, which may hold wildcards itself. */
  covers(required: string): boolean {
    return isGrantableScope(required) && isCovered(this.#root, required.split(':'), 0)
  }

  /** What the scope and each member have in common, one scope per member that meets it; may repeat. */
  meet(scope: string): string[] {
    const met: string[] = []
    if (isGrantableScope(scope)) collectMeets({ node: this.#root, segments: scope.split(':'), common: [], met })
    return met
  }
}

function createNode(): Node {
  return { children: new Map(), endsHere: false, coversBelow: false }
}

function addChild(node: Node, segment: string): Node {
  const child = createNode()
  node.children.set(segment, child)
  return child
}

function isCovered(node: Node, segments: readonly string[], depth: number): boolean {
  const segment = segments[depth]
  if (segment === undefined) return node.endsHere
  if (node.coversBelow) return true

  const same = node.children.get(segment)
  if (same !== undefined && isCovered(same, segments, depth + 1)) return true
  const any = segment === wildcard ? undefined : node.children.get(wildcard)
  return any !== undefined && isCovered(any, segments, depth + 1)
}

interface Walk {
  node: Node
  segments: readonly string[]
  /** What both have so far; its length is the depth. */
  common: readonly string[]
  met: string[]
}

function collectMeets({ node, segments, common, met }: Walk): void {
  const depth = common.length
  const segment = segments[depth]
  if (segment === undefined) {
    if (node.endsHere) met.push(common.join(':'))
    return
  }
  if (node.coversBelow) met.push([...common, ...segments.slice(depth)].join(':'))
  if (segment === wildcard && depth === segments.length - 1) {
    for (const [name, child] of node.children) collectAll({ node: child, segments, common: [...common, name], met })
    return
  }
  for (const [name, child] of childrenFor(node, segment)) {
    // Of a name and a `*`, both have the name.
    collectMeets({ node: child, segments, common: [...common, segment === wildcard ? name : segment], met })
  }
}

function childrenFor(node: Node, segment: string): Iterable<[string, Node]> {
  if (segment === wildcard) return node.children
  return [segment, wildcard].flatMap((name) => {
    const child = node.children.get(name)
    return child === undefined ? [] : [[name, child] satisfies [string, Node]]
  })
}

function collectAll({ node, segments, common, met }: Walk): void {
  if (node.endsHere) met.push(common.join(':'))
  if (node.coversBelow) met.push([...common, wildcard].join(':'))
  for (const [name, child] of node.children) collectAll({ node: child, segments, common: [...common, name], met })
}
