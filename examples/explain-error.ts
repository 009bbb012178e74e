/** Explains an error text of OSS, RDS, RAM, SQL Server or sqlferry, in English and Chinese. */
import { explain } from 'sqlferry'

const [text = 'ErrorCode: IncorrectDBInstanceState'] = process.argv.slice(2)
const { verdict, failures } = await explain(text)

console.log(`${verdict}:`)
for (const { code, en, zh } of failures) {
  console.log(`${code}\n  ${en.cause} ${en.solution}\n  ${zh.cause}${zh.solution}`)
}
