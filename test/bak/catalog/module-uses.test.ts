import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usesOfModule } from '../../../src/bak/catalog/features/module-uses.ts'
import { sqlTokens } from '../../../src/bak/catalog/features/tsql-tokens.ts'

function usesIn(sql: string): string[] {
  return usesOfModule(sql, 'Shop').uses.map(({ feature, text }) => `${feature}: ${text}`)
}

const cases: readonly (readonly [sql: string, ...uses: string[]])[] = [
  ['SELECT * FROM Other.dbo.T', 'cross-database-names: Other.dbo.T'],
  ['SELECT * FROM Other..T', 'cross-database-names: Other..T'],
  ['SELECT * FROM [My Db].[dbo].[T]', 'cross-database-names: My Db.dbo.T'],
  ['SELECT * FROM shop.dbo.T'],
  ['SELECT dbo.T.Col FROM dbo.T WHERE dbo.T.Col = 1'],
  ['SELECT a.x FROM dbo.A a, Other.dbo.B b', 'cross-database-names: Other.dbo.B'],
  ['SELECT a FROM A JOIN Other.dbo.B ON 1=1', 'cross-database-names: Other.dbo.B'],
  ["SELECT x.c.value('.', 'int') FROM dbo.T CROSS APPLY t.col.nodes('/a') x(c)"],
  ['SELECT Other.dbo.fn(1)', 'cross-database-names: Other.dbo.fn'],
  ['SELECT Other.dbo.T.Col FROM X', 'cross-database-names: Other.dbo.T.Col'],
  ['SELECT * FROM Srv.Db.dbo.T', 'four-part-names: Srv.Db.dbo.T'],
  ['SELECT * FROM Srv...T', 'four-part-names: Srv...T'],
  ['INSERT INTO Other.dbo.T VALUES (1)', 'cross-database-names: Other.dbo.T'],
  ['UPDATE Other.dbo.T SET a = 1', 'cross-database-names: Other.dbo.T'],
  ['EXEC Srv.Db.dbo.p', 'four-part-names: Srv.Db.dbo.p'],
  ["EXEC master..xp_cmdshell 'dir'", 'xp-cmdshell-in-modules: master..xp_cmdshell'],
  ["EXEC xp_regread 'x'", 'extended-procedures-in-modules: xp_regread'],
  ['EXEC sp_OACreate 1', 'ole-automation-in-modules: sp_OACreate'],
  ["EXEC msdb.dbo.sp_send_dbmail @p = 'x'", 'database-mail-in-modules: msdb.dbo.sp_send_dbmail'],
  ['EXEC msdb.dbo.sp_start_job 1', 'agent-calls-in-modules: msdb.dbo.sp_start_job'],
  ["SELECT * FROM OPENROWSET('a', 'b', 'c')", 'openrowset-in-modules: OPENROWSET'],
  ["SELECT * FROM OPENQUERY(L, 'x')", 'openrowset-in-modules: OPENQUERY'],
  ["BULK INSERT T FROM 'c:\\x'", 'bulk-insert-in-modules: BULK INSERT'],
  ['BEGIN DISTRIBUTED TRAN', 'distributed-transactions-in-modules: DISTRIBUTED TRAN'],
  ['BACKUP DATABASE x TO DISK = 1', 'server-commands-in-modules: BACKUP DATABASE'],
  ['ALTER DATABASE x SET ONLINE', 'server-commands-in-modules: ALTER DATABASE'],
  ['DBCC CHECKDB', 'server-commands-in-modules: DBCC'],
  ["RAISERROR 50001 'x'", 'old-raiserror-in-modules: RAISERROR 50001'],
  ["RAISERROR('x', 16, 1)"],
  ['-- EXEC xp_cmdshell\nSELECT 1'],
  ['/* a /* Other.dbo.T */ EXEC xp_cmdshell */ SELECT 1'],
  ["SELECT 'FROM Other.dbo.T' + N'xp_cmdshell'"],
  ["SELECT 'it''s' FROM Other.dbo.T", 'cross-database-names: Other.dbo.T'],
  ['SELECT [a]]b] FROM "Other".dbo."T""x"', 'cross-database-names: Other.dbo.T"x'],
  ['SELECT @xp_cmdshell'],
]

for (const [sql, ...uses] of cases) {
  test(`in "${sql.replaceAll('\n', ' ')}" ${uses.length === 0 ? 'nothing is' : `${uses.length} uses are`} found`, () => {
    assert.deepEqual(usesIn(sql), uses)
  })
}

test('a text that defines something is told from one that does not', () => {
  assert.equal(usesOfModule('create proc p as select 1', 'x').hasCreate, true)
  assert.equal(usesOfModule('-- create\nselect 1', 'x').hasCreate, false)
  assert.equal(usesOfModule('', 'x').hasCreate, false)
})

test('tokens of cut-off texts end with the text', () => {
  for (const sql of ["'abc", '[abc', '"abc', '/* abc', '-- abc', "N'", '@', '[a]]', "'a''"]) {
    const tokens = [...sqlTokens(sql)]
    assert.ok(tokens.length <= 1, sql)
  }
})

test('a long text of one piece repeated is cut in linear time', () => {
  for (const piece of ['/*', '/**/', '-- x\n', '[', "'", '"', 'a.', '@', '\u4e00 ', "''", ']]']) {
    const text = piece.repeat(Math.floor(200_000 / piece.length))
    assert.deepEqual(usesOfModule(text, 'x').uses, [], piece)
    assert.deepEqual(usesOfModule(`${text}*/`, 'x').uses, [], piece)
  }
})
