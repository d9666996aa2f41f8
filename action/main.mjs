// Stands in for the bundle, which is built from the sources and published on the branch "action": see src/cli/package/action.ts.
process.stdout.write(
  '::warning title=Memory incidents::this branch holds the sources only. Use the branch "action": uses: OWNER/REPOSITORY@action\n',
);
