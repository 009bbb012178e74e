#!/usr/bin/env node
/**
 * Starts sqlferry under a Node that is new enough: the one that runs this file, or the one that was installed beside
 * it. Written so that any Node from version 12 on can read it and say what to do.
 */
'use strict'

const fs = require('fs')
const path = require('path')
const url = require('url')

const wanted = [24, 5]
const root = path.dirname(__dirname)

function isNewEnough(version) {
  const parts = version.replace(/^v/, '').split('.').map(Number)
  return parts[0] > wanted[0] || (parts[0] === wanted[0] && parts[1] >= wanted[1])
}

/** Returns the program: sources in a checkout, the bundle in the published package. */
function findProgram() {
  const source = path.join(root, 'src', 'cli', 'bin.ts')
  return fs.existsSync(source) ? source : path.join(root, 'cli.js')
}

/** Returns the path of a Node that came along as an optional dependency, or undefined. */
function findInstalledNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${system}-${process.arch}`
  try {
    const manifest = require.resolve(`${name}/package.json`, { paths: [root] })
    const program = process.platform === 'win32' ? 'node.exe' : 'node'
    const candidate = path.join(path.dirname(manifest), 'bin', program)
    return isNewEnough(require(manifest).version) && fs.existsSync(candidate)
      ? candidate
      : undefined
  } catch (error) {
    return undefined
  }
}

function runHere() {
  const nodeModule = require('module')
  if (nodeModule.enableCompileCache) nodeModule.enableCompileCache()
  import(url.pathToFileURL(findProgram()).href).catch(function (error) {
    console.error(error)
    process.exit(1)
  })
}

function runUnder(node) {
  const child = require('child_process').spawn(
    node,
    [__filename].concat(process.argv.slice(2)),
    // Over the channel the child notices when this process is killed, and ends too.
    { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
  )
  const forward = function (signal) {
    // A terminal sends Ctrl-C to both processes; a second one would end the child without its farewell.
    if (signal === 'SIGINT' && process.stdin.isTTY) return
    child.kill(signal)
  }
  process.on('SIGINT', forward)
  process.on('SIGTERM', forward)
  process.on('SIGHUP', forward)
  child.on('error', function (error) {
    console.error(String(error))
    process.exit(1)
  })
  child.on('exit', function (code, signal) {
    if (signal === null) process.exit(code)
    process.removeListener(signal, forward)
    process.kill(process.pid, signal)
  })
}

if (isNewEnough(process.version)) {
  runHere()
} else {
  const node = findInstalledNode()
  if (node) {
    runUnder(node)
  } else {
    console.error(
      'error: sqlferry needs Node.js ' +
        wanted.join('.') +
        ' or newer, but runs under ' +
        process.version +
        '.\n' +
        '  next: Run `npm ci` in ' +
        root +
        ' (it brings a suitable Node.js along for Linux, Windows and\n' +
        '  Intel Macs), or install Node.js 24 from https://nodejs.org and run the same command again.\n' +
        '错误：sqlferry 需要 Node.js ' +
        wanted.join('.') +
        ' 或更高版本，当前版本为 ' +
        process.version +
        '。\n' +
        '  处理：在 ' +
        root +
        ' 中执行 `npm ci`（会为 Linux、Windows 和 Intel 芯片的 Mac 附带合适的 Node.js），\n' +
        '  或从 https://nodejs.org 安装 Node.js 24，然后再次执行同一命令。',
    )
    process.exit(2)
  }
}
