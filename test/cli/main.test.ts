import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appError } from '../../src/app/index.ts'
import { type CommandHost, main } from '../../src/cli/main.ts'
import { displayWidth } from '../../src/cli/render/table.ts'
import { version } from '../../src/cli/version.ts'
import { captureIo, captureTerminal } from './capture.ts'

/** A command that does what a test tells it to. */
const command =
  (action: (host: CommandHost) => unknown, setUp?: (host: CommandHost) => void) =>
  (host: CommandHost) => {
    host.program
      .command('upload')
      .argument('<path>')
      .option('--bucket <name>')
      .option('--json')
      .action(async () => void (await action(host)))
    setUp?.(host)
  }

test('--version prints the version alone', async () => {
  const io = captureIo()
  assert.equal(await main(['--version'], io), 0)
  assert.equal(io.out(), `${version}\n`)
})

test('help stands on stdout in the language of the locale and of --lang', async () => {
  const english = captureIo()
  assert.equal(await main(['--help'], english), 0)
  assert.match(english.out(), /^Usage: sqlferry \[options\]/)
  const byLocale = captureIo({ env: { LANG: 'zh_CN.UTF-8' } })
  assert.equal(await main(['--help'], byLocale), 0)
  assert.match(byLocale.out(), /^用法：.*sqlferry \[选项\]/)
  const byOption = captureIo({ env: { LANG: 'zh_CN.UTF-8' } })
  await main(['--lang', 'en', '--help'], byOption)
  assert.equal(byOption.out(), english.out())
})

test('a command inside another names itself whole, and its help is of one language', async () => {
  const io = captureIo()
  assert.equal(await main(['bucket', 'create'], io), 2)
  assert.match(io.err(), /argument name of sqlferry bucket create is missing/)
  assert.match(io.err(), /Run `sqlferry bucket create --help`/)
  for (const command of [['bucket'], ['bucket', 'create'], ['status']]) {
    const chinese = captureIo()
    assert.equal(await main(['--lang', 'zh', ...command, '--help'], chinese), 0)
    assert.match(chinese.out(), /-h, --help +显示帮助/)
    assert.doesNotMatch(chinese.out(), /display help/)
  }
})

test('an unknown option ends with exit code 2, its name and the one that was meant', async () => {
  const io = captureIo()
  assert.equal(await main(['upload', 'a.bak', '--bukcet', 'b'], io, [command(() => {})]), 2)
  assert.match(io.err(), /unknown option --bukcet for sqlferry upload \[CLI_UNKNOWN_OPTION\]/)
  assert.match(io.err(), /Did you mean --bucket\?/)
  assert.equal(io.out(), '')
})

test('an unknown command ends with exit code 2 and the one that was meant, in Chinese too', async () => {
  const io = captureIo()
  assert.equal(await main(['uplaod', '--lang', 'zh'], io, [command(() => {})]), 2)
  assert.match(io.err(), /没有命令 uplaod \[CLI_UNKNOWN_COMMAND\]/)
  assert.match(io.err(), /是否要输入 upload？/)
})

test('every other wrong usage has its own code and exit code 2', async () => {
  const cases: [string[], string][] = [
    [['upload'], 'CLI_MISSING_ARGUMENT'],
    [['upload', 'a', 'b'], 'CLI_TOO_MANY_ARGUMENTS'],
    [['upload', 'a', '--bucket'], 'CLI_MISSING_VALUE'],
    [['upload', 'a', '--lang', 'fr'], 'CLI_BAD_VALUE'],
  ]
  for (const [argv, code] of cases) {
    const io = captureIo()
    assert.equal(await main(argv, io, [command(() => {})]), 2, argv.join(' '))
    assert.match(io.err(), new RegExp(`\\[${code}\\]`))
  }
})

test('a missing command shows the help on stderr and ends with exit code 2', async () => {
  const io = captureIo()
  assert.equal(await main([], io, [command(() => {})]), 2)
  assert.match(io.err(), /Usage: sqlferry/)
})

test('an error shows message, cause, what to do, code and what the vendor said, without secrets', async () => {
  const io = captureIo({ env: { OSS_ACCESS_KEY_SECRET: 'topsecret-value' } })
  const fail = (host: CommandHost) => {
    host.context.keepSecret?.('learned-later')
    throw appError(
      'CONFIG_BAD_VALUE',
      { key: 'bucket', source: 'topsecret-value', reason: 'learned-later' },
      { vendor: { system: 'oss', code: 'NoSuchBucket', status: 404, requestId: '5C3D9175B6FC' } },
    )
  }
  assert.equal(await main(['upload', 'a'], io, [command(fail)]), 2)
  assert.equal(
    io.err(),
    'error: value of bucket in *** cannot be used: *** [CONFIG_BAD_VALUE]\n' +
      '  cause: The value has another form than the setting needs.\n' +
      '  next: Correct the value of bucket.\n' +
      '  reported by OSS: NoSuchBucket, HTTP 404, RequestId 5C3D9175B6FC\n',
  )
})

test('an error keeps to the width of the terminal, and is one line per fact in a pipe', async () => {
  for (const language of ['en', 'zh']) {
    for (const columns of [40, 80]) {
      const io = captureTerminal(columns, { env: { NO_COLOR: '1' } })
      await main(['--lang', language, 'upload', '/a', '--bukcet'], io, [command(() => {})])
      for (const line of io.err().split('\n')) assert.ok(displayWidth(line) <= columns, line)
    }
    const io = captureIo()
    await main(['--lang', language, 'upload', '/a', '--bukcet'], io, [command(() => {})])
    assert.equal(io.err().trimEnd().split('\n').length, 3)
  }
})

test('--json makes an error one line of JSON on stderr and leaves stdout alone', async () => {
  const io = captureIo()
  const fail = () => {
    throw appError('CONFIG_FILE_MISSING', { path: '/x.yaml' })
  }
  assert.equal(await main(['upload', 'a', '--json'], io, [command(fail)]), 2)
  assert.equal(io.out(), '')
  const { error } = JSON.parse(io.err())
  assert.equal(error.code, 'CONFIG_FILE_MISSING')
  assert.equal(error.message, 'there is no configuration file /x.yaml')
  assert.equal(error.exit, 2)
  assert.equal(error.stack, undefined)
})

test('an unexpected error is CLI_INTERNAL and shows its stack only with --verbose', async () => {
  const fail = () => {
    throw new RangeError('index out of reach')
  }
  const quiet = captureIo()
  assert.equal(await main(['upload', 'a'], quiet, [command(fail)]), 1)
  assert.match(quiet.err(), /internal error: index out of reach \[CLI_INTERNAL\]/)
  assert.doesNotMatch(quiet.err(), /at fail/)
  const verbose = captureIo()
  assert.equal(await main(['upload', 'a', '--verbose'], verbose, [command(fail)]), 1)
  assert.match(verbose.err(), /at fail/)
})

test('an aborted run ends with exit code 130 and says how to go on', async () => {
  const cancelling = new AbortController()
  const io = captureIo({ signal: cancelling.signal })
  const work = (host: CommandHost) => {
    cancelling.abort(appError('CLI_CANCELLED', { signal: 'Ctrl-C' }))
    host.context.signal.throwIfAborted()
  }
  assert.equal(await main(['upload', 'a'], io, [command(work)]), 130)
  assert.match(io.err(), /cancelled by Ctrl-C \[CLI_CANCELLED\]/)
  assert.match(io.err(), /Run the same command again/)
})

test('the worst of several exit codes wins', async () => {
  const io = captureIo()
  const work = (host: CommandHost) => {
    host.finish(3)
    host.finish(20)
    host.finish(0)
  }
  assert.equal(await main(['upload', 'a'], io, [command(work)]), 20)
})

test('a notice is one redacted line on stderr in the language of the person', async () => {
  const io = captureIo({ env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'topsecret-value' } })
  const work = (host: CommandHost) =>
    host.context.notify({
      level: 'warning',
      text: { en: 'key topsecret-value', zh: '密钥 topsecret-value' },
    })
  await main(['upload', 'a', '--lang', 'zh'], io, [command(work)])
  assert.equal(io.err(), '警告：密钥 ***\n')
})
