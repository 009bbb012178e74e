/** The messages with which SQL Server refuses a login [spec sqlserver facts 1.6]. */
import type { SqlMessage } from './handler.ts'

/** The password is wrong or there is no such login: a client is not told which. */
export function loginFailed(user: string): SqlMessage {
  return { number: 18456, state: 1, class: 14, text: `Login failed for user '${user}'.` }
}

/** The database does not exist or may not be opened: its own message, then the failed login. */
export function databaseNotOpened(database: string, user: string): SqlMessage[] {
  const text = `Cannot open database "${database}" requested by the login. The login failed.`
  return [{ number: 4060, state: 1, class: 11, text }, loginFailed(user)]
}

/** Windows authentication was asked for, which only a domain could give. */
export function untrustedDomain(): SqlMessage {
  const text =
    'Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.'
  return { number: 18452, state: 1, class: 14, text }
}
