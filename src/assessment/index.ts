/** Rules as data for source and cloud alike, and what they find. Facts are handed in; nothing is asked from here. */
export type {
  AccessFacts,
  ActionFacts,
  ActionState,
  BackupFacts,
  LimitFacts,
  QuotaFacts,
} from './access-facts.ts'
export { accessRules } from './access-rules.ts'
export { type BothLanguages, type Finding, overallVerdict, type Verdict } from './finding.ts'
export {
  importRole,
  minimalPolicy,
  type PolicyScope,
  type RamPolicy,
  readActions,
  unprovedActions,
} from './minimal-policy.ts'
export * from './restore-path.ts'
export { applyRules, type Gathered, type Judgement, type Rule, type Severity } from './rule.ts'
export { checkStorage, type StorageAnswer, type StorageQuestion } from './storage-check.ts'
