import { BucketNames } from './bucket-names';
import { isLeftOut } from './evaluate-output';
import { bucketName } from './evaluate-reference';
import { ValueEvaluation } from './evaluate-value';
import { expandLoops } from './for-each';
import { ownValue } from './read-json';
import { symbol } from './symbol';
import { Template, TemplateResource } from './template';
import { TemplateConditions } from './template-conditions';
import { UnknownText } from './unknown-text';

/**
 * Replaces the intrinsic functions of templates that are deployed together by what is known of their values.
 *
 * What AWS chooses at deployment but is the same wherever it is mentioned (a bucket's generated name, the account) becomes
 * a *symbol*, `⟦stack#LogicalId⟧`: equal to itself and to nothing else. What nobody can know (a parameter, an import
 * from elsewhere, a dynamic reference) becomes an `UnknownValue`, unless a bucket is named by it: then it is the bucket's
 * symbol wherever it is spelled the same. `AWS::NoValue` disappears with its key.
 *
 * It ends on every input: what is mentioned more than once is evaluated once, and what refers to itself is unknown.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export class TemplateEvaluator {
  private readonly by = new ValueEvaluation();
  /** What the conditions of the templates come to. */
  readonly conditions: TemplateConditions = this.by.conditions;
  private readonly expandedFrom = new Map<Template, Template>();
  private readonly bucketNames = new BucketNames();

  constructor(templates: readonly Template[]) {
    templates.forEach((template) => this.by.byId.set(template.id, template));
    for (const template of templates) {
      const expanded = expandLoops(template, (collection) => this.by.inside(collection, template));
      this.expandedFrom.set(template, expanded);
      this.by.byId.set(template.id, expanded);
    }
    this.by.forgetMentioned();
    for (const template of this.expandedFrom.values()) {
      if (template.stackName) {
        this.by.byStackName.add(template.stackName, template, template);
      }
      if (template.parent) {
        this.by.nested.set(symbol(template.parent.template, template.parent.logicalId), template);
      }
    }
    for (const template of this.expandedFrom.values()) {
      this.addExports(template);
    }
    this.by.forgetMentioned();
    for (const template of this.expandedFrom.values()) {
      this.addBucketNames(template);
    }
  }

  /** The template with its loops expanded. Resources that loops make are in this one only. */
  expanded(template: Template): Template {
    return this.expandedFrom.get(template) ?? template;
  }

  /** Evaluates a value of a template, all the way down. */
  evaluate(value: unknown, template: Template): unknown {
    const place = this.expanded(template);
    return this.bucketNames.spellIn(this.by.inside(value, place), this.by.holes, ({ conditions }) => conditions.every((condition) => {
      const holds = this.conditions.holdsIn(condition, place);
      return holds.known && holds.value;
    }));
  }

  private addExports(template: Template): void {
    for (const [logicalId, output] of Object.entries(template.outputs)) {
      const place = this.conditions.under(ownValue(output, 'Condition'), template);
      const name = isLeftOut(this.by, output, template) ? undefined : this.by.inside(ownValue(ownValue(output, 'Export'), 'Name'), place);
      if (typeof name === 'string') {
        this.by.exports.add(name, template, logicalId);
      }
    }
  }

  private addBucketNames(template: Template): void {
    for (const [logicalId, resource] of Object.entries(template.resources)) {
      const conditions = ownValue(resource, 'Type') === 'AWS::S3::Bucket' ? this.conditions.ofResource({ template: template.id, logicalId }) : undefined;
      const name = conditions && bucketName(this.by, ownValue(resource, 'Properties'), this.conditions.withResource(logicalId, template));
      if (conditions && name instanceof UnknownText) {
        this.bucketNames.add(name, { symbol: symbol(template.id, logicalId), conditions });
      }
      this.addBucketElsewhere(logicalId, resource, template);
    }
  }

  private addBucketElsewhere(logicalId: string, resource: TemplateResource, template: Template): void {
    const conditions = ownValue(resource, 'Type') === 'AWS::S3::BucketPolicy' ? this.conditions.ofResource({ template: template.id, logicalId }) : undefined;
    const bucket = conditions && this.by.inside(ownValue(ownValue(resource, 'Properties'), 'Bucket'), this.conditions.withResource(logicalId, template));
    if (conditions && bucket instanceof UnknownText) {
      this.bucketNames.addElsewhere(bucket, conditions, this.by.holes);
    }
  }

  /** The name by which a policy means the bucket that it is on, wherever that is. */
  bucketOfPolicy(bucket: unknown, template: Template): unknown {
    return ownValue(this.evaluate({ Resource: bucket }, template), 'Resource');
  }
}
