// Rows of JSON Lines: one object a line.

import { decodeUtf8, isColumn, malformed, maxRowBytes, type RowOrRefusal } from './rows.ts'

const newline = 0x0a

/** The rows of a stream of bytes, a line at a time in memory. Empty lines are passed over. */
export async function* readJsonLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RowOrRefusal> {
  let number = 0
  for await (const line of linesOf(bytes)) {
    number++
    if (line === 'too long') yield malformed(number, `A line has at most ${maxRowBytes} bytes.`)
    else if (!isBlank(line)) yield readLine(number, line)
  }
}

/** Without the ends of lines. Of a line that is too long nothing is kept. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | 'too long'> {
  let parts: Uint8Array[] = []
  let length = 0
  const take = (part: Uint8Array) => {
    length += part.length
    if (length <= maxRowBytes) parts.push(part)
  }
  const finish = () => {
    const line = length > maxRowBytes ? 'too long' : Buffer.concat(parts)
    parts = []
    length = 0
    return line
  }
  for await (const chunk of bytes) {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      take(chunk.subarray(start, end))
      yield finish()
      start = end + 1
    }
    take(chunk.subarray(start))
  }
  if (length > 0) yield finish()
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09)
}

function readLine(line: number, bytes: Buffer): RowOrRefusal {
  const text = decodeUtf8(bytes)
  if (text === undefined) return malformed(line, 'This is no text in UTF-8.')
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return malformed(line, 'This is no JSON object.')
  const unknown = Object.keys(value).find((name) => !isColumn(name))
  if (unknown !== undefined) return malformed(line, 'There is no such field.', JSON.stringify(unknown.slice(0, 100)))
  return { line, fields: value }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
