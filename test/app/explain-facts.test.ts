/** Every failure that the manual and the facts list is explained; rows are read out of the documents themselves. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain } from '../../src/app/explain.ts'
import { needsShared } from '../shared-files.ts'
import {
  cloudRows,
  type FactEntry,
  factEntries,
  factSqlNumbers,
  factVendorCodes,
  manualCodes,
  manualMessages,
  ossCodes,
  taskDescriptions,
} from './explain-facts.ts'

const facts = needsShared('facts/error-texts.md')
const manual = needsShared('manual.txt')

async function mainCode(text: string): Promise<string | undefined> {
  return (await explain(text)).failures[0]?.code
}

/** Entries whose text is word for word the same cannot be told apart by it: the others must be named beside. */
function twins(entries: readonly FactEntry[], text: string): string[] {
  return entries
    .filter(({ en, zh }) => en.includes(text) || zh.includes(text))
    .map(({ code }) => code)
}

test('every documented text leads to its code, whichever language it came in', facts, async (t) => {
  const entries = factEntries()
  assert.equal(entries.length, 366)
  const missed: string[] = []
  const counted = { en: 0, zh: 0 }
  for (const { code, en, zh } of entries) {
    for (const [language, texts] of [
      ['en', en],
      ['zh', zh],
    ] as const) {
      for (const text of texts) {
        counted[language]++
        const { failures } = await explain(text)
        const [main] = failures
        const isTwin = main?.alternatives.includes(code) && twins(entries, text).includes(main.code)
        if (main?.code !== code && !isTwin) missed.push(`${code} <- ${text}: ${main?.code}`)
      }
    }
  }
  assert.deepEqual(missed, [])
  assert.ok(counted.en > 380 && counted.zh > 280, JSON.stringify(counted))
  t.diagnostic(`${counted.en} English and ${counted.zh} Chinese texts matched`)
})

test(
  'every code of the facts explains itself, with cause and solution in both languages',
  facts,
  async () => {
    for (const { code, retry } of factEntries()) {
      const { verdict, failures } = await explain(code)
      const [main] = failures
      assert.equal(verdict, 'known', code)
      assert.equal(main?.code, code)
      assert.equal(main?.retry, retry, code)
      for (const text of [main?.zh.cause, main?.zh.solution])
        assert.match(text ?? '', /[\u4e00-\u9fff].*[。）`]$/, code)
      for (const text of [main?.en.cause, main?.en.solution])
        assert.match(text ?? '', /^(?:[A-Z0-9`']|master |msdb |tempdb |sqlferry ).+[.…)]$/, code)
    }
  },
)

test('every vendor code of the facts leads to each of the codes it may mean', facts, async () => {
  const rows = factVendorCodes()
  assert.ok(rows.length > 150)
  for (const { vendor, codes } of rows) {
    const token = vendor.replace('<Name>', 'DBInstanceId')
    const [main] = (await explain(token)).failures
    const found = [main?.code, ...(main?.alternatives ?? [])]
    for (const code of codes) assert.ok(found.includes(code), `${vendor}: ${found.join()}`)
  }
})

test(
  'every SQL Server number of the facts is found in a message of either language',
  facts,
  async () => {
    const rows = factSqlNumbers()
    assert.ok(rows.length > 165)
    for (const { number, code } of rows) {
      for (const text of [
        `Msg ${number}, Level 16, State 1, Server SRC1, Line 1`,
        `消息 ${number}，级别 16，状态 1，第 1 行`,
        `Error: ${number}, Severity: 14, State: 8.`,
        `错误: ${number}，严重性: 14，状态: 8。`,
        `RequestError: x { code: 'EREQUEST', number: ${number}, state: 1, class: 16 }`,
        `${number}`,
      ])
        assert.equal(await mainCode(text), code, text)
    }
  },
)

test(
  'every message of the manual has a definite answer, the one that the facts give it',
  manual,
  async () => {
    const messages = manualMessages()
    assert.equal(messages.length, 10)
    const codes: (string | undefined)[] = []
    for (const message of messages) {
      const { verdict, failures } = await explain(message)
      assert.equal(verdict, 'known', message)
      assert.ok(
        failures[0]?.en.solution && failures[0].zh.solution && failures[0].zh.cause,
        message,
      )
      codes.push(failures[0]?.code)
    }
    const scripted = factEntries().slice(0, 11)
    const expected = scripted
      .map(({ code }) => code)
      .filter((code) => code !== 'OSS_BUCKET_NOT_YOURS')
    assert.deepEqual(codes, expected)
  },
)

test('the row of the manual with two errors in one line yields both', manual, async () => {
  const row = manualMessages().find((message) => message.includes('Forbidden.RAM'))
  const { failures } = await explain(row ?? '')
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['RDS_FORBIDDEN', 'OSS_BUCKET_NOT_YOURS'],
  )
})

test(
  'every error code of the manual is explained from its code, its message and the whole line',
  manual,
  async () => {
    const rows = manualCodes()
    assert.equal(rows.length, 13)
    const index = new Map(factVendorCodes().map(({ vendor, codes }) => [vendor, codes[0]]))
    for (const { status, code, message } of rows) {
      const expected = index.get(code)
      assert.ok(expected, code)
      for (const text of [
        code,
        message,
        `HTTP Status: ${status} Error:${code} ${message} RequestID: 32BB6886-775E-4BB7-A054-635664ABCDEF`,
        `OPENAPI Response Error !!!!! : HTTP Status: ${status} Error:${code} ${message}. RequestID: 32BB6886-775E-4BB7-A054-635664ABCDEF`,
        JSON.stringify({
          RequestId: '1',
          HostId: 'rds.aliyuncs.com',
          Code: code,
          Message: message,
        }),
      ])
        assert.equal(await mainCode(text), expected, text)
    }
  },
)

test('the error tables of the cloud facts are explained from code and message', facts, async () => {
  const rows = [...cloudRows('### 1.12', '## 2.'), ...cloudRows('### 2.4', '### 2.5')]
  assert.ok(rows.length >= 24)
  for (const { codes, message } of rows) {
    for (const code of codes) {
      const token = code.replace('<Param>', 'DBInstanceId')
      const { verdict } = await explain(`HTTP Status: 400 Error:${token} ${message}`)
      assert.equal(verdict, 'known', `${token} ${message}`)
    }
    if (message) assert.equal((await explain(message)).verdict, 'known', message)
  }
})

test(
  'every OSS code of the cloud facts is explained from an XML body as an error of OSS',
  facts,
  async () => {
    const codes = ossCodes()
    assert.ok(codes.length > 30)
    for (const code of codes) {
      const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>${code}</Code>\n  <Message>m</Message>\n  <RequestId>5C3D9175B6FC201293AD4890</RequestId>\n  <HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId>\n</Error>`
      const { verdict, failures, requestIds } = await explain(body)
      assert.equal(verdict, 'known', code)
      assert.match(failures[0]?.code ?? '', /^OSS_/, code)
      assert.deepEqual(requestIds, ['5C3D9175B6FC201293AD4890'])
    }
  },
)

test('every task description of the cloud facts is explained', facts, async () => {
  const texts = taskDescriptions()
  assert.ok(texts.length >= 13)
  for (const text of texts) {
    for (const variant of [
      text,
      `${text}.`,
      `Task Failed. Description: ${text}`,
      text.toUpperCase(),
    ])
      assert.equal((await explain(variant)).verdict, 'known', variant)
  }
})
