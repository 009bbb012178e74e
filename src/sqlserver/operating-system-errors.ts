/** Windows error numbers that SQL Server quotes inside 3201, 3202, 3203, 3271, 5120, 5123 and 5133. */

export interface OperatingSystemError {
  readonly number: number
  /** What it usually means during a backup or a restore. */
  readonly en: string
  readonly zh: string
}

/** @source error-texts facts 16, Windows texts recalled [guess]; 2 and 3 seen in Chinese logs [measured] */
export const operatingSystemErrors: readonly OperatingSystemError[] = [
  { number: 2, en: 'the file was not found: wrong file name', zh: '找不到文件：文件名有误' },
  {
    number: 3,
    en: 'the path was not found: the folder is missing on the server',
    zh: '找不到路径：服务器上没有该文件夹',
  },
  {
    number: 5,
    en: 'access is denied: the service account has no right there',
    zh: '拒绝访问：服务账户没有权限',
  },
  { number: 23, en: 'data error (CRC): the disk is bad', zh: '数据错误（CRC）：磁盘损坏' },
  {
    number: 32,
    en: 'another process uses the file: antivirus or a copy job',
    zh: '文件被其他程序占用：多为杀毒软件或复制任务',
  },
  { number: 38, en: 'end of file: the file was cut off', zh: '已到文件结尾：文件被截断' },
  {
    number: 53,
    en: 'the network path was not found: the file server is unknown',
    zh: '找不到网络路径：文件服务器未知',
  },
  {
    number: 64,
    en: 'the network name is no longer available: the share was lost meanwhile',
    zh: '网络名不再可用：共享在期间断开',
  },
  { number: 67, en: 'the network name was not found: wrong share', zh: '找不到网络名：共享名有误' },
  { number: 112, en: 'not enough space: the disk is full', zh: '空间不足：磁盘已满' },
  {
    number: 121,
    en: 'the semaphore timed out: network or storage stalled',
    zh: '信号灯超时：网络或存储停顿',
  },
  {
    number: 995,
    en: 'the operation was aborted: it follows another error',
    zh: '操作被中止：由其他错误引起',
  },
  { number: 1117, en: 'I/O device error: the disk is bad', zh: 'I/O 设备错误：磁盘损坏' },
  {
    number: 1326,
    en: 'user name or password wrong: the share needs other rights',
    zh: '用户名或密码不正确：共享需要其他权限',
  },
  {
    number: 1450,
    en: 'insufficient system resources: the server is short of memory',
    zh: '系统资源不足：服务器内存不够',
  },
]
