// For Prisma's own commands (studio, migrate status) on the embedded database; the service itself does not read this.
import { defineConfig } from 'prisma/config'

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations/sqlite' },
  datasource: { url: process.env.FIELDGATE_DATABASE_URL ?? 'file:.fieldgate/fieldgate.db' },
})
