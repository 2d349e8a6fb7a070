import { AdoptReport } from './adopt-report';
import { findingJson } from './report-json';

/** A plan for programs. Its keys and their order are public API. */
export function adoptJson({ adoption: { buckets, made, operations, errors }, written, code }: AdoptReport): string {
  return JSON.stringify({
    buckets: buckets.map((bucket) => ({
      template: bucket.address.template,
      logicalId: bucket.address.logicalId,
      ...bucket.constructPath === undefined ? {} : { constructPath: bucket.constructPath },
      refusedAsAWhole: bucket.closed ?? null,
      added: bucket.added.map(({ setting, mends, operations: own, updates }) => ({
        setting: setting.id, title: setting.title, mends, updates: updates.map(({ resource, kind }) => ({ ...resource, kind })), operations: own,
      })),
      refused: bucket.refused.map(({ setting, rules, reason }) => ({ setting: setting.id, rules, reason })),
      remaining: bucket.remaining.map(findingJson),
      unproved: bucket.unproved,
      lost: bucket.lost,
      ...code ? { code: code(bucket)?.code ?? null } : {},
    })),
    made: made.map(({ address, type }) => ({ ...address, type })),
    operations: Object.fromEntries(operations),
    written: written ?? null,
    summary: {
      buckets: buckets.length,
      added: buckets.reduce((sum, { added }) => sum + added.length, 0),
      refused: buckets.reduce((sum, { refused }) => sum + refused.length, 0),
      remaining: buckets.reduce((sum, { remaining }) => sum + remaining.length, 0),
      errors: errors.length,
    },
    errors: errors.map(({ template, message }) => ({ template, message })),
  }, null, 2);
}
