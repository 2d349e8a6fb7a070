import { CheckAnswer } from './check-command';
import { readInputs } from './read-inputs';
import { REACH_REPORTS } from './report-reach-formats';
import { COLORED, PLAIN } from './terminal-colors';
import { oneOf, UsageError } from './usage';
import { writeUserFile } from './user-files';
import { nearestName } from '../policy/nearest-name';
import { PlaceNames } from '../reach/place-names';
import { Reach } from '../reach/reach';
import { ReachReport, Verdict } from '../reach/reach-report';
import { ResourceAddress } from '../template/template';

export interface ReachArguments {
  readonly paths: readonly string[];
  /** The logical id of a bucket, with its stack and `/` before it or without. */
  readonly bucket: string | undefined;
  /** The same of a place, or `internet`. */
  readonly from: string | undefined;
  readonly expect: string | undefined;
  readonly format: string;
  readonly output: string | undefined;
  readonly parameters: readonly string[];
  readonly hasColors: boolean;
}

/** What is asked of all others than the places of the templates. */
const INTERNET = 'internet';

/** What `--expect` takes. */
const EXPECTED: Readonly<Record<string, Verdict>> = { cut: 'cut', reaches: 'reaches' };

/** Says which places of templates reach which buckets. @throws UsageError */
export function reach(args: ReachArguments): CheckAnswer | (Omit<CheckAnswer, 'exitCode'> & { readonly exitCode: 3 }) {
  const write = oneOf('--format', args.format, REACH_REPORTS);
  const expected = args.expect === undefined ? undefined : oneOf('--expect', args.expect, EXPECTED);
  if (args.paths.length === 0) {
    throw new UsageError('reach accepts a template, a folder or a cdk.out folder; see hardened-bucket reach --help');
  }
  const { groups, errors } = readInputs(args.paths, args.parameters);
  const names = new PlaceNames(groups.flatMap(({ templates }) => templates));
  const reaches = groups.map(({ templates }) => new Reach(templates, names));
  const buckets = args.bucket === undefined ? undefined : meant('--bucket', args.bucket, reaches, names, ({ buckets: all }) => all.map(({ address }) => address));
  const places = args.from === undefined || args.from === INTERNET ? undefined : meant('--from', args.from, reaches, names, ({ places: all }) => all.map(({ address }) => address));
  const reports = reaches.flatMap((one) => one.reports({ buckets, places: args.from === INTERNET ? [] : places }));
  const text = write(reports, {
    date: new Date(),
    marks: args.hasColors && args.output === undefined ? COLORED : PLAIN,
    typeOf: (id) => names.meantBy(id).flatMap((address) => reaches.flatMap((one) => one.typeOf(address) ?? []))[0],
  });
  if (args.output !== undefined) {
    writeUserFile(args.output, text.endsWith('\n') ? text : `${text}\n`);
  }
  const verdicts = reports.flatMap((report) => args.from === INTERNET ? [report.internet.anonymous, report.internet.anyAwsAccount] : report.places.map(({ verdict }) => verdict));
  const exitCode = errors.length > 0 ? 2 : exitCodeFor(verdicts, expected, args.bucket !== undefined && args.from !== undefined);
  return {
    out: args.output === undefined ? text.replace(/\n$/, '') : undefined,
    err: [
      ...errors.map(({ template, message }) => `${template}: ${message}`),
      ...exitCode === 1 ? [unexpected(reports, expected!, args.from)] : [],
    ].join('\n') || undefined,
    exitCode,
  };
}

function exitCodeFor(verdicts: readonly Verdict[], expected: Verdict | undefined, isOne: boolean): 0 | 1 | 3 {
  return expected !== undefined && verdicts.some((verdict) => verdict !== 'unknown' && verdict !== expected) ? 1
    : (expected !== undefined || isOne) && verdicts.includes('unknown') ? 3 : 0;
}

/** Which answers are other than expected, in one line. */
function unexpected(reports: readonly ReachReport[], expected: Verdict, from: string | undefined): string {
  const others = from === INTERNET
    ? reports.flatMap(({ bucket, internet }) => Object.values(internet).some((verdict) => verdict !== expected) ? [`the internet → ${bucket}`] : [])
    : reports.flatMap(({ bucket, places }) => places.filter(({ verdict }) => verdict !== expected && verdict !== 'unknown').map(({ id }) => `${id} → ${bucket}`));
  return `hardened-bucket: expected ${expected}, and ${expected === 'cut' ? 'these reach' : 'these are cut'}: ${others.join(', ')}`;
}

function meant(option: string, name: string, reaches: readonly Reach[], names: PlaceNames, of: (reach: Reach) => readonly ResourceAddress[]): readonly ResourceAddress[] {
  const known = reaches.flatMap((one) => {
    const all = of(one);
    return names.meantBy(name).filter((address) => all.some(({ template, logicalId }) => template === address.template && logicalId === address.logicalId));
  });
  if (known.length > 0) {
    return known;
  }
  const candidates = reaches.flatMap((one) => of(one).map((address) => names.of(address)));
  const nearest = nearestName(name, candidates);
  const what = option === '--bucket' ? 'bucket' : 'place that sends requests';
  throw new UsageError(`${option} ${JSON.stringify(name)}: there is no such ${what} in what was read${nearest === undefined ? candidates.length === 0 ? '' : `: ${candidates.slice(0, 10).join(', ')}${candidates.length > 10 ? ', …' : ''}` : `; did you mean ${nearest}?`}`);
}
