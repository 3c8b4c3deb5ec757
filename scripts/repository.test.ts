/** What must be true of every file in the checkout, whoever wrote it. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './run-vitest.ts'

interface LockEntry {
  readonly resolved?: string
  readonly link?: boolean
  readonly dev?: boolean
  readonly optional?: boolean
  readonly devOptional?: boolean
  readonly hasInstallScript?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>
}

/** Made elsewhere, or not text. */
const leftOut = /(^|\/)(node_modules|dist|coverage|\.git|\.cache)(\/|$)|\.(png|jpg|ico|woff2?|gz|tar|zip)$/

const files = globSync('**/*', { cwd: root, withFileTypes: true, exclude: (entry) => leftOut.test(entry.name) })
  .filter((entry) => entry.isFile() && !leftOut.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
const hidden = globSync('{.ci/**/*,.npmrc,.gitignore,.github/**/*}', { cwd: root, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))

/** Split, so that this file does not contain what it looks for. */
const folderOfMachine = new RegExp(
  `(^|[\\s'"\`(=:])/(${['wo', 'ro'].map((start, at) => start + ['rk', 'ot'][at]).join('|')})/`,
  'm',
)
const packageHost = new RegExp(
  ['registry\\.[\\w.-]*(org|com|io)\\b', 'npm' + 'js\\.(org|com)', 'deb\\.' + 'debian\\.'].join('|'),
)

function filesWith(pattern: RegExp): string[] {
  return [...files, ...hidden]
    .filter((file) => pattern.test(readFileSync(file, 'utf8')))
    .map((file) => file.slice(root.length))
}

function readJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as Content
}

test('the files are really read', () => {
  expect(files.map((file) => file.slice(root.length))).toEqual(expect.arrayContaining(['package-lock.json', 'LICENSE']))
  expect(folderOfMachine.test(`cd ${'/ro' + 'ot'}/kunai`)).toBe(true)
  expect(packageHost.test(`https://${'registry' + '.example'}.org/x.tgz`)).toBe(true)
})

test('no file names a folder of one machine', () => {
  expect(filesWith(folderOfMachine)).toEqual([])
})

test('no file names the host of a package registry, so each machine uses its own', () => {
  expect(filesWith(packageHost)).toEqual([])
})

test('links between our pages lead somewhere', () => {
  const broken = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
        .filter(([, link = '']) => !existsSync(join(dirname(file), link)))
        .map(([, link]) => `${file.slice(root.length)} → ${link}`),
    )
  expect(broken).toEqual([])
})

test('the lock file names packages by version and content, not by address', () => {
  const { packages } = readJson<{ packages: Record<string, LockEntry> }>('package-lock.json')
  const addressed = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined && !entry.link)
  expect(addressed.map(([path]) => path)).toEqual([])
})

test('the lock file is whole: `npm ci` refuses one that leaves out what is made for other systems', () => {
  const { packages } = readJson<{ packages: Record<string, LockEntry> }>('package-lock.json')
  // npm looks in the package's own node_modules first, then in those further up.
  const isThere = (from: string, name: string): boolean =>
    `${from}node_modules/${name}` in packages ||
    (from !== '' && isThere(from.replace(/(node_modules|packages)\/[^/]*(\/[^/]*)?\/$/, ''), name))
  const absent = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isThere(path === '' ? '' : `${path}/`, name))
      .map((name) => `${path} → ${name}`),
  )
  expect(absent).toEqual([])
})

test('nothing that runs in production wants an install script', () => {
  const { packages } = readJson<{ packages: Record<string, LockEntry> }>('package-lock.json')
  const wanting = Object.entries(packages).filter(
    ([, entry]) => entry.hasInstallScript && !entry.dev && !entry.optional && !entry.devOptional,
  )
  expect(wanting.map(([path]) => path)).toEqual([])
})

test('our packages declare no install scripts', () => {
  for (const path of ['package.json', ...globSync('packages/*/package.json', { cwd: root })]) {
    const { scripts = {} } = readJson<Manifest>(path)
    const install = Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare)$|^dependencies$/.test(name))
    expect(install, path).toEqual([])
  }
})
