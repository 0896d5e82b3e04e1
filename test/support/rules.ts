// Reads which authorization directives an element of a schema carries.

interface WithDirectives {
  readonly astNode?:
    | { readonly directives?: readonly { readonly name: { readonly value: string } }[] | undefined }
    | null
    | undefined
}

const ruleNames = new Set(['public', 'authenticated', 'requiresScopes', 'policy'])

export function readDirectiveNames({ astNode }: WithDirectives): string[] {
  return (astNode?.directives ?? []).map(({ name }) => name.value).filter((name) => ruleNames.has(name))
}
