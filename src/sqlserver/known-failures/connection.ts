/** Reaching SQL Server over the network, as the driver tedious and the server report it. Code first, then the code of its cause. */
import type { KnownFailure } from '../../core/index.ts'

export const connectionFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_HOST_UNKNOWN',
    seenIn: ['tds-driver'],
    vendorCodes: ['ENOTFOUND'],
    retry: 'never',
    texts: { en: ['Failed to connect to {host}:{port} - getaddrinfo ENOTFOUND {host}'], zh: [] },
    en: {
      cause: 'DNS does not know the host name.',
      solution: 'Check the name, or give the IP address.',
    },
    zh: { cause: 'DNS 无法解析主机名。', solution: '请核对主机名，或改用 IP 地址。' },
    sources: ['S16', 'S18'],
  },
  {
    code: 'SQL_CONNECTION_REFUSED',
    seenIn: ['tds-driver'],
    vendorCodes: ['ECONNREFUSED'],
    retry: 'later',
    texts: {
      en: ['Failed to connect to {host}:{port} - connect ECONNREFUSED {ip}:{port}'],
      zh: ['因目标计算机主动拒绝该连接而导致无法建立连接。'],
    },
    en: {
      cause:
        'Nothing listens on that port: TCP/IP is off, the port is another one, or the service is stopped.',
      solution: 'Enable TCP/IP in SQL Server Configuration Manager and check the port.',
    },
    zh: {
      cause: '该端口没有监听：TCP/IP 未启用、端口不对或服务未启动。',
      solution: '请在 SQL Server 配置管理器中启用 TCP/IP 并核对端口。',
    },
    sources: ['S16', 'S18', 'S15'],
  },
  {
    code: 'SQL_CONNECTION_TIMEOUT',
    seenIn: ['tds-driver'],
    vendorCodes: ['ETIMEOUT'],
    retry: 'now',
    texts: {
      en: ['Failed to connect to {server}{port} in {n}ms'],
      zh: ['由于被连接方在一段时间后未正确响应，或者连接的主机无法响应，连接尝试失败。'],
    },
    en: {
      cause: 'A firewall drops the packets, or the host is down.',
      solution: 'Open the port in the firewall or security group.',
    },
    zh: { cause: '防火墙丢弃了数据包，或主机不在线。', solution: '请在防火墙或安全组中放行端口。' },
    sources: ['S16', 'S15'],
  },
  {
    code: 'SQL_CONNECTION_LOST',
    seenIn: ['tds-driver'],
    sharedVendorCodes: ['ESOCKET', 'ECONNRESET'],
    retry: 'now',
    texts: {
      en: [
        'Connection lost - {message}',
        'Connection lost - socket hang up',
        'Connection lost - read ECONNRESET',
      ],
      zh: [],
    },
    en: {
      cause: 'The connection broke during a request: network, restart, failover or kill.',
      solution: 'Look whether a BACKUP still runs or has ended, then connect again.',
    },
    zh: {
      cause: '请求期间连接中断：网络、重启、故障转移或会话被终止。',
      solution: '请先确认备份是否仍在运行或已完成，再重新连接。',
    },
    sources: ['S16'],
  },
  {
    code: 'SQL_CONNECTION_CLOSED',
    seenIn: ['tds-driver'],
    vendorCodes: ['ECLOSE'],
    retry: 'now',
    texts: {
      en: [
        'Connection closed before request completed.',
        'Connection closed before the connection was established.',
      ],
      zh: [],
    },
    en: {
      cause: 'The connection was closed on our side while work was open.',
      solution: 'Run the same command again.',
    },
    zh: { cause: '连接在请求完成前被关闭。', solution: '请重新运行同一命令。' },
    sources: ['S16'],
  },
  {
    code: 'SQL_REQUEST_TIMEOUT',
    seenIn: ['tds-driver'],
    sharedVendorCodes: ['ETIMEOUT'],
    retry: 'now',
    texts: {
      en: ['Timeout: Request failed to complete in {n}ms'],
      zh: ['超时时间已到。超时时间在操作完成或服务器没有响应之前已过。'],
    },
    en: {
      cause: 'The statement took longer than the limit.',
      solution: 'Raise the request timeout of the client; BACKUP and CHECKDB need none at all.',
    },
    zh: {
      cause: '语句执行超时。',
      solution: '请加大客户端的请求超时；BACKUP 和 CHECKDB 不应设超时。',
    },
    sources: ['S16', 'S15'],
  },
  {
    code: 'SQL_REQUEST_CANCELED',
    seenIn: ['tds-driver'],
    vendorCodes: ['ECANCEL'],
    retry: 'none',
    texts: { en: ['Canceled.', 'Failed to cancel request in {n}ms'], zh: [] },
    en: {
      cause: 'The request was cancelled.',
      solution: 'Do nothing if you cancelled it yourself.',
    },
    zh: { cause: '请求已取消。', solution: '若为主动取消，无需处理。' },
    sources: ['S16'],
  },
  {
    code: 'SQL_INSTANCE_NAME_UNKNOWN',
    seenIn: ['tds-driver'],
    vendorCodes: ['EINSTLOOKUP'],
    retry: 'never',
    texts: {
      en: [
        'Port for {instance} not found in {server}',
        'Failed to get response from SQL Server Browser on {server}',
      ],
      zh: [],
    },
    en: {
      cause: 'The SQL Server Browser does not answer on UDP 1434, or the instance name is wrong.',
      solution: 'Give the port instead of the instance name.',
    },
    zh: {
      cause: 'SQL Server Browser（UDP 1434）无响应，或实例名错误。',
      solution: '请直接填写端口，不用实例名。',
    },
    sources: ['S16'],
  },
  {
    code: 'SQL_LOGIN_PACKET_BROKEN',
    seenIn: ['sql-server'],
    sqlNumber: 17832,
    retry: 'never',
    texts: {
      en: [
        'The login packet used to open the connection is structurally invalid; the connection has been closed. Please contact the vendor of the client library.%.*ls',
      ],
      zh: ['用于打开该连接的登录数据包的结构无效；该连接已关闭。请与客户端库的供应商联系。%.*ls'],
    },
    en: {
      cause: 'Something other than a SQL client spoke to the port, or the packet was altered.',
      solution: 'Look for port scanners and proxies.',
    },
    zh: { cause: '有非 SQL 客户端访问端口，或登录包被篡改。', solution: '请排查端口扫描和代理。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_PRELOGIN_BROKEN',
    seenIn: ['sql-server'],
    sqlNumber: 17828,
    retry: 'never',
    texts: {
      en: [
        'The prelogin packet used to open the connection is structurally invalid; the connection has been closed. Please contact the vendor of the client library.%.*ls',
      ],
      zh: ['用于打开该连接的预登录数据包的结构无效；该连接已关闭。请与客户端库的供应商联系。%.*ls'],
    },
    en: {
      cause: 'The first packet was not understood.',
      solution: 'Look for port scanners and proxies.',
    },
    zh: { cause: '预登录包无法识别。', solution: '请排查端口扫描和代理。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_TOO_MANY_CONNECTIONS',
    seenIn: ['sql-server'],
    sqlNumber: 17809,
    retry: 'later',
    texts: {
      en: [
        "Could not connect because the maximum number of '%ld' user connections has already been reached. The system administrator can use sp_configure to increase the maximum value. The connection has been closed.%.*ls",
      ],
      zh: [
        "由于 '%ld' 用户连接数已达到最大值，因此无法连接。系统管理员可以使用 sp_configure 来提高最大值。该连接已关闭。%.*ls",
      ],
    },
    en: {
      cause: 'The limit of user connections is reached.',
      solution: 'Wait, or raise the `user connections` option.',
    },
    zh: { cause: '用户连接数已达上限。', solution: '请稍后再试，或调大 user connections。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_SESSION_INPUT_BROKEN',
    seenIn: ['sql-server'],
    sqlNumber: 4014,
    retry: 'now',
    texts: {
      en: [
        'A fatal error occurred while reading the input stream from the network. The session will be terminated (input error: %d, output error: %d).',
      ],
      zh: ['在从网络读取输入流时出错。该会话将终止(输入错误: %d，输出错误: %d)。'],
    },
    en: { cause: 'The network broke the session.', solution: 'Connect again.' },
    zh: { cause: '网络导致会话中断。', solution: '请重新连接。' },
    sources: ['S14', 'S15'],
  },
]
