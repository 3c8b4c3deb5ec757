/** The peer of `kunai --version`: one file that reads a package's version and prints it. */
import { readFileSync } from 'node:fs'

console.log(JSON.parse(readFileSync(new URL('../../packages/gateway/package.json', import.meta.url), 'utf8')).version)
