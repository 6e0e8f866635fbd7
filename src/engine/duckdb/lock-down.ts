import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from './tables.js';

/**
 * From here on the engine reads these folders and nothing else: no other file, no network, no extension, no setting.
 * Writing into these folders is left: the engine refuses every statement that is not a query.
 */
export async function lockDown(connection: DuckDBConnection, folders: readonly string[]): Promise<void> {
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run("SET GLOBAL TimeZone = 'UTC'");
  await connection.run(`SET allowed_directories = [${folders.map(quoted).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}
