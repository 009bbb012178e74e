import { memoryJournal } from '../../src/journal/index.ts'
import { testJournal } from '../contracts/journal.ts'

testJournal({
  name: 'memory',
  create: async (clock) => ({ journal: memoryJournal(clock), dispose: async () => {} }),
})
