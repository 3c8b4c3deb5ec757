/** Vitest's global setup for the project gateway-postgres: one cluster for the run, named by an environment variable. */
import { findPostgres, postgresCure } from './postgres-binaries.ts'
import { startPostgres } from './postgres-cluster.ts'

/** Tests read KUNAI_TEST_DATABASE_URL; forked workers inherit it. Returns what stops the cluster. */
export default async function setup(): Promise<() => Promise<void>> {
  const binaries = findPostgres()
  if (!binaries) throw new Error(postgresCure)
  const cluster = await startPostgres(binaries)
  process.env.KUNAI_TEST_DATABASE_URL = cluster.url
  return async () => {
    delete process.env.KUNAI_TEST_DATABASE_URL
    await cluster.stop()
  }
}
