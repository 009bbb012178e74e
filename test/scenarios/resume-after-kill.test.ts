import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleBackups } from '../../scripts/sample-backups.ts'
import { seededIds } from '../../src/core/index.ts'
import { endState, Killed, KillSwitch, makeWorld, runOnce } from '../migration/harness.ts'
import { randomSeed } from '../random-seed.ts'

const backups = sampleBackups().filter(({ fileName }) => /^(Sales|教务|notes)/.test(fileName))

test('a folder of backups is migrated: what goes is restored, what does not is refused', async () => {
  const world = await makeWorld(sampleBackups())
  const end = await endState(world, await runOnce(world))
  assert.deepEqual(end.databases, [
    ['Inventory', 'restored'],
    ['Sales', 'restored'],
    ['教务管理', 'restored'],
  ])
  assert.equal(end.outcome, 'refusals')
  assert.deepEqual(
    end.refused.map(([file]) => file),
    ['Archive_FULL_20260101020000_damaged.bak', 'Payroll_DIFF_20260101140000.bak', 'notes.bak'],
  )
})

test('I1 I2 I6: killed before or after any call to journal, bucket or RDS, a migration ends as if it had not been', async () => {
  const calm = await makeWorld(backups)
  const counter = new KillSwitch()
  const expected = await endState(calm, await runOnce(calm, { kill: counter }))
  assert.equal(expected.tasks.length, 2)
  const partsSent = calm.partsSent.length
  assert.ok(counter.moments > 60, `only ${counter.moments} moments to be killed at`)
  for (let moment = 1; moment <= counter.moments; moment++) {
    const world = await makeWorld(backups)
    const kill = new KillSwitch(moment)
    await assert.rejects(runOnce(world, { kill }), Killed)
    const where = `killed ${kill.calls.at(-1)} (moment ${moment})`
    const end = await endState(world, await runOnce(world))
    assert.deepEqual(end, expected, where)
    assert.equal(world.partsSent.length, partsSent, `parts sent, ${where}`)
  }
})

test('I1 I2 I6: killed again and again at any moment, it still ends the same', async (t) => {
  const calm = await makeWorld(backups)
  const expected = await endState(calm, await runOnce(calm))
  const seed = randomSeed(3)
  const random = seededIds(seed)
  let kills = 0
  for (let history = 0; history < 40; history++) {
    const world = await makeWorld(backups)
    const moments: number[] = []
    for (let run = 0; run < 6; run++) {
      const moment = 1 + Math.floor(random.random() * 60)
      moments.push(moment)
      try {
        await runOnce(world, { kill: new KillSwitch(moment) })
        break
      } catch (error) {
        assert.ok(error instanceof Killed)
        kills++
      }
    }
    const where = `seed ${seed}, killed at ${moments.join(', ')}`
    assert.deepEqual(await endState(world, await runOnce(world)), expected, where)
    assert.equal(world.partsSent.length, calm.partsSent.length, `parts sent, ${where}`)
  }
  t.diagnostic(`seed ${seed}: ${kills} kills`)
})

test('a migration that is done does nothing when it is run again', async () => {
  const world = await makeWorld(backups)
  const first = await endState(world, await runOnce(world))
  const kill = new KillSwitch()
  assert.deepEqual(await endState(world, await runOnce(world, { kill })), first)
  assert.deepEqual(
    kill.calls.filter((call) => /after (oss|rds)/.test(call)),
    [],
  )
})
