/** The states of error 18456. Clients see state 1 only; the error log of the server has the real one. */

export interface LoginState {
  readonly states: readonly number[]
  readonly en: string
  readonly zh: string
}

/** @source MSSQLSERVER_18456, error-texts facts 13 [spec]; state 40 from general knowledge [guess] */
export const loginStates: readonly LoginState[] = [
  {
    states: [1],
    en: 'no detail is shown to the client',
    zh: '不向客户端显示详细原因，请查看服务器错误日志',
  },
  { states: [2, 5], en: 'no such login', zh: '没有这个登录名' },
  {
    states: [6],
    en: 'a Windows login was used with SQL Server authentication',
    zh: '以 SQL Server 身份验证方式使用了 Windows 登录名',
  },
  {
    states: [7],
    en: 'the login is disabled and the password is wrong',
    zh: '登录名已禁用，且密码不正确',
  },
  { states: [8], en: 'the password is wrong', zh: '密码不正确' },
  { states: [9], en: 'the password is invalid', zh: '密码无效' },
  {
    states: [11, 12],
    en: 'the login is valid but may not connect to this server',
    zh: '登录名有效，但无权连接该服务器',
  },
  { states: [18], en: 'the password must be changed', zh: '必须更改密码' },
  { states: [38, 46], en: 'the database asked for was not found', zh: '找不到请求的数据库' },
  { states: [40], en: 'the default database cannot be opened', zh: '无法打开默认数据库' },
  {
    states: [58],
    en: 'the server takes Windows authentication only',
    zh: '服务器仅允许 Windows 身份验证',
  },
  {
    states: [102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 132, 133],
    en: 'Azure AD failure',
    zh: 'Azure AD 身份验证失败',
  },
  { states: [122, 123, 124], en: 'user name or password is empty', zh: '用户名或密码为空' },
  { states: [126], en: 'the database asked for does not exist', zh: '请求的数据库不存在' },
]
