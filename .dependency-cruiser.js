/** The direction of imports: entry points → app → adapters, and use cases → ports → domain. */
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to })

export default {
  forbidden: [
    rule('no-circular', {}, { circular: true }, 'A cycle hides which module knows which.'),
    rule(
      'domain-imports-nothing',
      { path: '^src/domain', pathNot: '\\.test\\.ts$' },
      { path: '^src/(?!domain)' },
      'The domain is pure.',
    ),
    rule(
      'ports-know-the-domain-only',
      { path: '^src/ports' },
      { path: '^src/(?!domain|ports)' },
      'A port is a promise, not an implementation.',
    ),
    rule(
      'use-cases-know-ports',
      { path: '^src/(ingest|search|library)', pathNot: '\\.test\\.ts$' },
      { path: '^src/(adapters|app|http|cli|worker|config|models)' },
      'Use cases are handed what they need.',
    ),
    rule(
      'only-app-imports-adapters',
      { path: '^src/(?!app|adapters)', pathNot: '\\.test\\.ts$' },
      { path: '^src/adapters' },
      'app/ is the composition root.',
    ),
    rule(
      'adapters-know-no-other-adapter',
      { path: '^src/adapters/([^/]+)/', pathNot: '\\.test\\.ts$' },
      { path: '^src/adapters/', pathNot: '^src/adapters/($1|s3)/' },
      'An adapter is composed in app/; what all adapters of S3 share is in adapters/s3.',
    ),
    rule(
      'adapters-know-no-use-case',
      { path: '^src/adapters', pathNot: '\\.test\\.ts$' },
      { path: '^src/(ingest|search|library|app|http|cli|worker)' },
      'Adapters implement ports.',
    ),
    rule(
      'entry-points-apart',
      { path: '^src/(http|cli|worker)/', pathNot: '\\.test\\.ts$' },
      {
        path: '^src/(http|cli|worker)/',
        pathNot: ['^src/$1/', '^src/(http/schemas|http/server\\.ts|worker/start-worker\\.ts)'],
      },
      'Only the CLI starts the server and the worker.',
    ),
    rule(
      'web-knows-the-api-only',
      { path: '^web/src' },
      { path: '^src/' },
      'The web app sees openapi.json, nothing else.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
