import { DataEventsFacts } from './bucket-facts';
import { UnknownValue } from '../policy/unknown-value';
import { EvaluatedResource } from '../template/evaluated-resource';
import { everyHolds, Known, known, readKnown, someHolds, unknown } from '../template/known';
import { asBoolean, dig, listOf, readOptionalText, textOf } from '../template/read-json';
import { mayBeEqual } from '../template/templates-by-place';

/** What one selector of a trail records of S3's object-level calls. */
interface Selection {
  readonly reads: Known<boolean>;
  readonly writes: Known<boolean>;
  /** Beginnings of the object ARNs that it records, and of those among them that it leaves out. */
  readonly beginnings: readonly unknown[];
  readonly except: readonly unknown[];
}

/** The trails of templates, asked which buckets they record object-level calls on. */
export class DataEvents {
  private readonly trails: readonly { readonly trail: EvaluatedResource; readonly selections: Known<readonly Selection[]> }[];

  constructor(trails: readonly EvaluatedResource[]) {
    this.trails = trails.map((trail) => ({ trail, selections: selectionsOf(trail.properties) }));
  }

  /** What is known of the bucket of this name; a trail records its own Region, or all of them. */
  of(bucket: EvaluatedResource, name: string): DataEventsFacts {
    // A trail that recorded its own archive would record, and deliver, each of its deliveries.
    const near = this.trails.filter(({ trail }) => dig(trail.properties, 'S3BucketName') !== name).filter(({ trail }) => mayBeMultiRegion(trail.properties) || mayBeEqual(trail.template.region, bucket.template.region));
    const covered = (what: 'reads' | 'writes') => someHolds(near.map(({ selections }) => !selections.known ? selections
      : someHolds(selections.value.map((selection) => everyHolds([selection[what], covers(selection.beginnings, name), touchesNone(selection.except, name)])))));
    return {
      recorded: someHolds(near.map(({ selections }) => selections.known ? known(selections.value.length > 0) : selections)),
      ofBucket: everyHolds([covered('reads'), covered('writes')]),
    };
  }
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html */
function selectionsOf(properties: unknown): Known<readonly Selection[]> {
  const lists = [readSelectors(dig(properties, 'EventSelectors'), basicSelections), readSelectors(dig(properties, 'AdvancedEventSelectors'), advancedSelections)];
  const logging = readKnown(dig(properties, 'IsLogging'), (value) => asBoolean(value, false));
  if (!logging.known || !logging.value) {
    return logging.known ? known([]) : logging;
  }
  return lists.find((list) => !list.known) ?? known(lists.flatMap((list) => list.known ? list.value : []));
}

function readSelectors(selectors: unknown, read: (selector: unknown) => readonly Selection[] | UnknownValue): Known<readonly Selection[]> {
  if (selectors instanceof UnknownValue) {
    return unknown(selectors.reason);
  }
  const all = Array.isArray(selectors) ? selectors.map((selector) => selector instanceof UnknownValue ? selector : read(selector)) : [];
  const undecided = all.find((one) => one instanceof UnknownValue);
  return undecided instanceof UnknownValue ? unknown(undecided.reason) : known((all as (readonly Selection[])[]).flat());
}

function basicSelections(selector: unknown): readonly Selection[] | UnknownValue {
  const type = readOptionalText(dig(selector, 'ReadWriteType'));
  const resources = dig(selector, 'DataResources');
  const kind = (other: string): Known<boolean> => type.known ? known(type.value !== other) : type;
  return resources instanceof UnknownValue ? resources : (Array.isArray(resources) ? resources : [])
    .filter((resource) => dig(resource, 'Type') === 'AWS::S3::Object')
    .map((resource) => ({ reads: kind('WriteOnly'), writes: kind('ReadOnly'), beginnings: listOf(dig(resource, 'Values')), except: [] }));
}

function advancedSelections(selector: unknown): readonly Selection[] | UnknownValue {
  const fields = dig(selector, 'FieldSelectors');
  if (fields instanceof UnknownValue || !Array.isArray(fields)) {
    return fields instanceof UnknownValue ? fields : [];
  }
  const field = (name: string) => fields.find((one) => dig(one, 'Field') === name);
  if (!listOf(dig(field('resources.type'), 'Equals')).includes('AWS::S3::Object')) {
    return [];
  }
  // Any other field leaves some of the calls out.
  const narrower = fields.find((one) => !['eventCategory', 'resources.type', 'resources.ARN', 'readOnly'].includes(textOf(dig(one, 'Field'))));
  const readOnly = listOf(dig(field('readOnly'), 'Equals'));
  const kind = (value: string): Known<boolean> => known(narrower === undefined && (readOnly.length === 0 || readOnly.map(textOf).includes(value)));
  const arn = field('resources.ARN');
  return [{
    reads: kind('true'),
    writes: kind('false'),
    beginnings: ARN_FIELDS.some((operator) => dig(arn, operator) !== undefined) ? listOf(dig(arn, 'StartsWith')) : ['arn:aws:s3'],
    except: ['NotStartsWith', 'NotEquals', 'NotEndsWith'].flatMap((operator) => listOf(dig(arn, operator))),
  }];
}

/** What narrows a selector to some ARNs; the others only leave some out. */
const ARN_FIELDS = ['StartsWith', 'Equals', 'EndsWith'];

/** The ARN behind the partition, with which any partition may be meant. */
function behindPartition(arn: unknown): string {
  return textOf(arn).replace(/^arn:[^:]*:/, '');
}

function covers(beginnings: readonly unknown[], name: string): Known<boolean> {
  return someHolds(beginnings.map((beginning) => beginning instanceof UnknownValue ? unknown(beginning.reason)
    : known(`s3:::${name}/`.startsWith(behindPartition(beginning)))));
}

function touchesNone(except: readonly unknown[], name: string): Known<boolean> {
  return everyHolds(except.map((beginning) => beginning instanceof UnknownValue ? unknown(beginning.reason)
    : known(!behindPartition(beginning).startsWith(`s3:::${name}/`) && !`s3:::${name}/`.startsWith(behindPartition(beginning)))));
}

function mayBeMultiRegion(properties: unknown): boolean {
  const multiRegion = readKnown(dig(properties, 'IsMultiRegionTrail'), (value) => asBoolean(value, false));
  return !multiRegion.known || multiRegion.value;
}
