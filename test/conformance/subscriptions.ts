// docs/enforcement.md section 4, subscriptions: refused before they open, judged again at each event, always closed.

import type { OperationCase } from './case.ts'

const feed = {
  schema: `
    type Query { a: String }
    type Subscription { open: Event, closed: Event @authenticated, gated: Event @policy(policies: [["p"]]), any: [Any] }
    type Event { id: ID, secret: String @requiresScopes(scopes: [["secret"]]), sure: String! @requiresScopes(scopes: [["sure"]]) }
    union Any = Event | Hidden
    type Hidden @authenticated { id: ID }
  `,
  root: [0, 1].map((id) => {
    const event = { id: `${id}`, secret: 's', sure: 't' }
    return {
      open: event,
      closed: event,
      gated: event,
      any: [
        { __typename: 'Event', ...event },
        { __typename: 'Hidden', id: 'h' },
      ],
    }
  }),
}
const closedOnce = { opened: 1, returned: 1 }

export const subscriptions: OperationCase[] = [
  {
    ...feed,
    name: 'A subscription that is allowed passes its events on',
    operation: 'subscription { closed { id } }',
    scopes: [],
    decision: 'allow',
    events: [{ data: { closed: { id: '0' } } }, { data: { closed: { id: '1' } } }],
    source: closedOnce,
  },
  {
    ...feed,
    name: 'A denied root is refused before its source is opened, and the answer has no data',
    operation: 'subscription { closed { id } }',
    decision: 'reject',
    denied: ['Subscription.closed'],
    events: [{ errors: ['closed: Subscription.closed MISSING'] }],
    source: { opened: 0, returned: 0 },
  },
  {
    ...feed,
    name: 'A denied root inside a fragment is a denied root',
    operation: 'subscription { ... { ...F } } fragment F on Subscription { closed { id } }',
    decision: 'reject',
    denied: ['Subscription.closed'],
    events: [{ errors: ['closed: Subscription.closed MISSING'] }],
    source: { opened: 0, returned: 0 },
  },
  {
    ...feed,
    name: 'Each event is filtered for itself',
    operation: 'subscription { open { id secret } }',
    scopes: [],
    decision: 'filter',
    denied: ['Event.secret'],
    events: ['0', '1'].map((id) => ({
      data: { open: { id, secret: null } },
      errors: ['open.secret: Event.secret INSUFFICIENT_SCOPE'],
    })),
    source: closedOnce,
  },
  {
    ...feed,
    name: 'A denied non-null field nulls the event as it would in a query',
    operation: 'subscription { open { id sure } }',
    scopes: [],
    decision: 'filter',
    denied: ['Event.sure'],
    events: ['0', '1'].map(() => ({ data: { open: null }, errors: ['open.sure: Event.sure INSUFFICIENT_SCOPE'] })),
    source: closedOnce,
  },
  {
    ...feed,
    name: 'An object of a denied type is null in each event',
    operation: 'subscription { any { ... on Event { id } ... on Hidden { id } } }',
    decision: 'filter',
    denied: ['Hidden'],
    events: ['0', '1'].map((id) => ({ data: { any: [{ id }, null] }, errors: ['any.1: Hidden MISSING'] })),
    source: closedOnce,
  },
  {
    ...feed,
    name: 'A token that has expired when an event comes ends the stream with an error',
    operation: 'subscription { closed { id } }',
    scopes: [],
    eventSeconds: [299, 300],
    decision: 'allow',
    events: [{ data: { closed: { id: '0' } } }, { errors: ['The access token has expired. Get a new one and subscribe again.'] }],
    source: closedOnce,
  },
  {
    ...feed,
    name: 'After the error about its token a stream gives nothing more, though the source would',
    root: [...feed.root, ...feed.root],
    operation: 'subscription { closed { id } }',
    scopes: [],
    eventSeconds: [0, 300, 301, 302],
    decision: 'allow',
    events: [{ data: { closed: { id: '0' } } }, { errors: ['The access token has expired. Get a new one and subscribe again.'] }],
    source: closedOnce,
  },
  {
    ...feed,
    name: 'A source that cannot be opened is answered with its error',
    sourceError: 'The broker is down.',
    operation: 'subscription { closed { id } }',
    scopes: [],
    decision: 'allow',
    events: [{ errors: ['closed: The broker is down.'] }],
    source: { opened: 0, returned: 0 },
  },
  {
    ...feed,
    name: 'A token that was revoked when an event comes ends the stream with an error',
    operation: 'subscription { closed { id } }',
    scopes: [],
    revokedFrom: 1,
    decision: 'allow',
    events: [{ data: { closed: { id: '0' } } }, { errors: ['The access token was revoked. Log in again.'] }],
    source: closedOnce,
  },
  {
    ...feed,
    name: 'A subscription whose root a policy denies is never opened',
    operation: 'subscription { gated { id } }',
    policies: { p: false },
    decision: 'reject',
    denied: ['Subscription.gated'],
    events: [{ errors: ['gated: Subscription.gated POLICY_DENIED'] }],
    source: { opened: 0, returned: 0 },
  },
  {
    ...feed,
    name: 'With queries rejected, a denial below the root refuses the subscription before it opens',
    options: { queries: 'reject' },
    operation: 'subscription { open { id secret } }',
    scopes: [],
    decision: 'reject',
    denied: ['Event.secret'],
    events: [{ errors: ['open.secret: Event.secret INSUFFICIENT_SCOPE'] }],
    source: { opened: 0, returned: 0 },
  },
  {
    ...feed,
    name: 'Observing, a denied root is opened and passes its events on',
    options: { observe: true },
    operation: 'subscription { closed { id } }',
    decision: 'allow',
    events: [{ data: { closed: { id: '0' } } }, { data: { closed: { id: '1' } } }],
    source: closedOnce,
  },
]
