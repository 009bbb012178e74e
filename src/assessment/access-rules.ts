/** The rules of `doctor`, in the order in which a person asks: who am I, where to, what with, from where. */
import type { AccessFacts } from './access-facts.ts'
import { backupRules } from './backup-rules.ts'
import { bucketRules } from './bucket-rules.ts'
import { identityRules } from './identity-rules.ts'
import { instanceRules } from './instance-rules.ts'
import type { Rule } from './rule.ts'

export const accessRules: readonly Rule<AccessFacts>[] = [
  ...identityRules,
  ...instanceRules,
  ...bucketRules,
  ...backupRules,
]
