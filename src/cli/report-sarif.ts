import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location, Log, Notification, PhysicalLocation, ReportingDescriptor, Result } from 'sarif';
import { VERSION } from './package-version';
import { controlNames, PROJECT_ADDRESS, ruleAddress, RuleText } from './report-rule';
import { requestText } from '../policy/request-text';
import { visible } from '../policy/visible-text';
import { entryOf, keyOf } from '../rules/baseline';
import { CheckReport, Finding, Note, Severity, SourceRegion } from '../rules/finding';

/** High and medium, as GitHub reads the number. */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = { error: '8.0', warning: '5.0' };

/** What relative addresses start from: the root of the repository, wherever it is checked out. */
const ROOT = '%SRCROOT%';

/**
 * A report as SARIF 2.1.0.
 *
 * @param directory what the paths of the templates are relative to, and the addresses in the log
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function sarifReport(report: CheckReport, rules: readonly RuleText[], directory = process.cwd()): string {
  const indexById = new Map(rules.map(({ id }, index) => [id, index]));
  const fingerprint = fingerprints();
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      columnKind: 'utf16CodeUnits',
      tool: {
        driver: {
          name: 'hardened-bucket',
          version: VERSION,
          informationUri: PROJECT_ADDRESS,
          rules: rules.map((rule) => descriptorOf(rule, controlsIn(rule, report.findings))),
        },
      },
      invocations: [{
        executionSuccessful: report.errors.length === 0,
        toolExecutionNotifications: [...report.errors.map((error) => notificationOf(error, directory)), ...(report.notes ?? []).map((note) => noteNotification(note, directory))],
      }],
      results: report.findings.map((finding) => resultOf(finding, indexById.get(finding.rule), fingerprint(finding), directory)),
    }],
  };
  return JSON.stringify(log, null, 2);
}

/** The controls of a rule, or of what it found, if that claims none of them: readers show those of the rule with each result. */
function controlsIn({ id, controls }: RuleText, findings: readonly Finding[]): string[] {
  const own = findings.filter(({ rule }) => rule === id).map((finding) => finding.controls);
  return own.length === 0 || own.includes(undefined) ? controlNames(controls) : [...new Set(own.flatMap((each) => controlNames(each!)))];
}

function descriptorOf({ id, title, why, fix, severity }: RuleText, names: readonly string[]): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: sentence(title) },
    fullDescription: { text: why },
    help: {
      text: [sentence(title), why, `Fix: ${fix}`, ...names.length > 0 ? [`Controls: ${names.join(', ')}`] : []].join('\n\n'),
      markdown: [`**${sentence(title)}**`, why, `**Fix:** ${fix}`, ...names.length > 0 ? [`**Controls:** ${names.join(', ')}`] : []].join('\n\n'),
    },
    helpUri: ruleAddress(id),
    defaultConfiguration: { level: severity },
    properties: { 'tags': ['security', ...names], 'precision': 'high', 'security-severity': SECURITY_SEVERITIES[severity] },
  };
}

function resultOf(finding: Finding, ruleIndex: number | undefined, fingerprint: string, directory: string): Result {
  const { evidence } = finding;
  return {
    ruleId: finding.rule,
    ...ruleIndex === undefined ? {} : { ruleIndex },
    // `open` is SARIF's word for what cannot be decided; it asks for the level `none`.
    ...finding.verdict === 'unknown' ? { kind: 'open', level: 'none' } : { kind: 'fail', level: finding.severity },
    message: { text: messageText(finding) },
    locations: [locationOf(finding, directory)],
    ...relatedOf(finding, directory),
    // Line numbers say nothing in a generated template. GitHub looks only at the key that it would fill with a hash of the line.
    partialFingerprints: { 'hardenedBucket/v1': fingerprint, 'primaryLocationLineHash': fingerprint },
    properties: { verdict: finding.verdict, evidence, ...finding.controls ? { controls: controlNames(finding.controls) } : {} },
  };
}

function messageText({ message, evidence, fix }: Finding): string {
  return [
    unlinked(visible(message)),
    ...evidence.request ? [`Request:\n${unlinked(requestText(evidence.request))}`] : [],
    `Fix: ${fix}`,
  ].join('\n\n');
}

/** Text in which SARIF finds no link: names in templates may read as one. */
function unlinked(text: string): string {
  return text.replaceAll('](', '\\](');
}

function locationOf({ template, logicalId, path: property, location }: Finding, directory: string): Location {
  // GitHub shows no result without a line.
  const physicalLocation = location ? regionOf(location.property, directory) : { ...placeOf(template, directory), region: { startLine: 1 } };
  const name = logicalId ?? property;
  return name === null ? { physicalLocation } : {
    physicalLocation,
    logicalLocations: [{
      name,
      fullyQualifiedName: [logicalId, property].filter((part) => part !== null).join('/'),
      kind: logicalId === null ? 'property' : 'resource',
    }],
  };
}

/** Where the bucket or other resource is, if that is not where the finding is. */
function relatedOf({ logicalId, location }: Finding, directory: string): Pick<Result, 'relatedLocations'> {
  const { resource, property } = location ?? {};
  return !resource || JSON.stringify(resource) === JSON.stringify(property) ? {}
    : { relatedLocations: [{ id: 1, physicalLocation: regionOf(resource, directory), message: { text: logicalId === null ? 'the resource' : `bucket ${unlinked(visible(logicalId))}` } }] };
}

function regionOf({ file, line, column, endLine, endColumn }: SourceRegion, directory: string): PhysicalLocation {
  return { ...placeOf(file, directory), region: { startLine: line, startColumn: column, endLine, endColumn } };
}

function notificationOf({ template, message }: CheckReport['errors'][number], directory: string): Notification {
  return {
    level: 'error',
    message: { text: `${unlinked(visible(template))} could not be read: ${unlinked(visible(message))}` },
    locations: [{ physicalLocation: placeOf(template, directory) }],
  };
}

function noteNotification({ kind, template, message, location }: Note, directory: string): Notification {
  return {
    level: kind === 'unread' ? 'warning' : 'note',
    message: { text: `${unlinked(visible(template))}: ${unlinked(visible(message))}` },
    locations: [{ physicalLocation: location ? regionOf(location, directory) : placeOf(template, directory) }],
  };
}

function placeOf(template: string, directory: string): PhysicalLocation {
  const root = `${pathToFileURL(path.resolve(directory)).href.replace(/\/$/, '')}/`;
  const uri = pathToFileURL(path.resolve(directory, template)).href;
  return { artifactLocation: uri.startsWith(root) ? { uri: relative(uri.slice(root.length)), uriBaseId: ROOT } : { uri } };
}

/** A colon before the first slash would end a scheme. */
function relative(uri: string): string {
  return uri.replace(/^[^/]*/, (segment) => segment.replaceAll(':', '%3A'));
}

/** Tells findings apart as baselines do, and equal ones by their number: the same whatever stands between them. */
function fingerprints(): (finding: Finding) => string {
  const seen = new Map<string, number>();
  return (finding) => {
    const key = keyOf(entryOf(finding));
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return `${createHash('sha256').update(key).digest('hex').slice(0, 32)}:${count}`;
  };
}

function sentence(title: string): string {
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}.`;
}
