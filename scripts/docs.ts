/** `npm run docs`: writes the pages that are made from the program. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatedPages } from './docs-pages.ts'
import { root } from './run-step.ts'

for (const { path, text } of await generatedPages()) {
  writeFileSync(join(root, path), text)
  console.log(`wrote ${path}`)
}
