/** `npm run demo`: the demo command of a checkout, under the Node that came with it. Arguments are passed on. */
process.env['SQLFERRY_COMMAND'] ??= 'node bin/sqlferry.js'
process.argv.splice(2, 0, 'demo')
await import('../src/cli/bin.ts')
