import { countOf } from './report-groups';
import { unreadCount } from './report-summary';
import { CheckReport, Finding, Note, SourceRegion } from '../rules/finding';

/** A report for programs. Its keys and their order are public API; what else a report holds in memory stays there. */
export function jsonReport(report: CheckReport): string {
  const { findings, summary, errors, notes = [] } = report;
  const unread = unreadCount(report);
  const { templates, buckets, violations, unknown, suppressed } = summary;
  const bySeverity = { error: countOf(findings, 'error'), warning: countOf(findings, 'warning') };
  return JSON.stringify({
    findings: findings.map(findingJson),
    summary: { templates, buckets, violations, unknown, suppressed, errors: summary.errors, bySeverity, ...unread > 0 ? { unread } : {} },
    errors: errors.map(({ template, message }) => ({ template, message })),
    ...notes.length > 0 ? { notes: notes.map(noteJson) } : {},
  }, null, 2);
}

export function findingJson({ rule, severity, verdict, template, logicalId, constructPath, path, message, fix, snippet, evidence, location, written }: Finding) {
  return {
    rule,
    severity,
    verdict,
    template,
    logicalId,
    ...constructPath === undefined ? {} : { constructPath },
    path,
    message,
    fix,
    ...snippet === undefined ? {} : { snippet },
    evidence: evidenceJson(evidence),
    ...location ? { location: { ...regionJson(location.property), path: written?.property.path ?? [], resource: regionJson(location.resource) } } : {},
  };
}

function noteJson({ kind, template, message, path, location }: Note) {
  return { kind, template, message, ...location ? { location: { ...regionJson(location), path: path ?? [] } } : {} };
}

function regionJson({ file, line, column, endLine, endColumn }: SourceRegion) {
  return { file, line, column, endLine, endColumn };
}

function evidenceJson({ id, path, request, statement }: Finding['evidence']) {
  return {
    id,
    path,
    request: request && { principal: request.principal, action: request.action, resource: request.resource, context: request.context },
    statement: statement && { index: statement.index, sid: statement.sid },
  };
}
