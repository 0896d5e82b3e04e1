// Rows of CSV (RFC 4180): a head with the names of the columns, then a user a row.

import { type CsvError, type Info, parse } from 'csv-parse'
import { DocumentError } from '../../errors.ts'
import { type Column, columns, decodeUtf8, isColumn, malformed, maxRowBytes, type RowOrRefusal } from './rows.ts'

interface CsvRecord {
  readonly record: readonly Buffer[]
  readonly info: Info
}

/**
 * The rows of a stream of bytes, a few at a time in memory. Roles are separated by semicolons, scopes by spaces; an empty field is none.
 *
 * @throws {DocumentError} the head names columns that there are not, or not the email
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RowOrRefusal> {
  const refused: RowOrRefusal[] = []
  const parser = parse({
    ...{ bom: true, encoding: null, info: true, max_record_size: maxRowBytes },
    ...{ relax_column_count: true, skip_empty_lines: true, skip_records_with_error: true },
    on_skip: (error) => {
      if (error) refused.push(malformed(lineOf(error), `This is no row of CSV (${error.code}).`))
      return undefined
    },
  })
  let head: readonly Column[] | undefined
  for await (const { record, info } of feed(parser, bytes)) {
    yield* refused.splice(0)
    if (head) yield toRow({ record, info }, head)
    else head = readHead(record)
  }
  yield* refused
  if (!head) throw new DocumentError(['line 1: there is no head. Name the columns in the first line.'])
}

async function* feed(parser: ReturnType<typeof parse>, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord> {
  const written = (async () => {
    for await (const chunk of bytes) if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve))
    parser.end()
  })().catch((error: Error) => parser.destroy(error))
  yield* parser as AsyncIterable<CsvRecord>
  await written
}

function lineOf(error: CsvError): number {
  return Number(error.lines ?? 0)
}

function readHead(cells: readonly Buffer[]): readonly Column[] {
  const names = cells.map((cell) => (decodeUtf8(cell) ?? '').trim())
  const wrong = names.filter((name, index) => !isColumn(name) || names.indexOf(name) !== index)
  if (wrong.length > 0 || !names.includes('email'))
    throw new DocumentError([`line 1: the head must name columns of ${columns.join(', ')}, each once, and the email among them.`])
  return names.filter(isColumn)
}

function toRow({ record, info }: CsvRecord, head: readonly Column[]): RowOrRefusal {
  const cells = record.map(decodeUtf8)
  const breaks = cells.reduce((count, cell = '') => count + cell.split('\n').length - 1, 0)
  const line = info.lines - breaks
  if (cells.length !== head.length) return malformed(line, `It has ${cells.length} fields, and the head has ${head.length}.`)
  if (cells.includes(undefined)) return malformed(line, 'This is no text in UTF-8.')
  const fields = head.flatMap((column, index) => (cells[index] ? [[column, toValue(column, cells[index])]] : []))
  return { line, fields: Object.fromEntries(fields) }
}

function toValue(column: Column, cell: string): unknown {
  if (column === 'scopes') return cell.split(' ').filter((scope) => scope !== '')
  if (column !== 'roles') return cell
  return cell
    .split(';')
    .map((role) => role.trim())
    .filter((role) => role !== '')
}
