// Reads server-sent events from the body of an answer (WHATWG HTML section 9.2.6), as far as the revocation feed uses them.

/** One event. Its id is left out: where the feed has got to is in the signed page alone. */
export interface StreamEvent {
  readonly name: string
  readonly data: string
}

/** Takes the pieces of a stream. */
export interface EventReader {
  /**
   * The events that are whole now. One that the stream ends in the middle of never comes.
   *
   * @throws {RangeError} when an event is longer than allowed
   * @throws {TypeError} when it is not UTF-8
   */
  read(chunk: Uint8Array): StreamEvent[]
  /** Whether some of an event's data has come, and not yet all. Comments are no data. */
  readonly isInside: boolean
}

/** @param maxLength of one event, in characters */
export function createEventReader(maxLength: number): EventReader {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = ''
  let name = ''
  let data: string[] = []
  let length = 0

  return {
    read(chunk) {
      const events: StreamEvent[] = []
      const [rest = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n')
      append(rest)
      for (const next of others) {
        const event = endLine()
        if (event) events.push(event)
        append(next)
      }
      return events
    },
    get isInside() {
      return data.length > 0 || line.startsWith('data')
    },
  }

  function append(text: string): void {
    line += text
    length += text.length
    if (length > maxLength) throw new RangeError(`An event of the stream is longer than ${maxLength} characters.`)
  }

  function endLine(): StreamEvent | undefined {
    const whole = line.endsWith('\r') ? line.slice(0, -1) : line
    line = ''
    if (whole !== '') return void readField(whole)

    const event = data.length > 0 ? { name: name || 'message', data: data.join('\n') } : undefined
    name = ''
    data = []
    length = 0
    return event
  }

  function readField(text: string): void {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(text) ?? []
    if (field === 'event') name = value
    if (field === 'data') data.push(value)
    // A comment begins with the colon; it must not add up to an event that is too long.
    if (field === '') length -= text.length
  }
}
