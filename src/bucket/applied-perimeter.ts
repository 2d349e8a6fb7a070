import { aws_s3 as s3 } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Promises } from './promises';
import { deployRolesOf, Exempt } from '../perimeter/exemptions';
import { perimeterGuards, PerimeterOptions } from '../perimeter/perimeter';
import { denyStatement, Guard, guardedBucket } from '../perimeter/statement';
import { GRANTS_EFFECTIVE } from '../rules/grants';
import { NO_MISTAKEN_STATEMENT, NOBODY_LOCKED_OUT } from '../rules/identity';
import { guardKept, namedKeepControl } from '../rules/perimeter';

/** Why a perimeter in this scope would lock out its own deployment, if it would. */
export function deploymentProblem(scope: IConstruct, { identity = {}, request = {}, network = {}, exemptions = {} }: PerimeterOptions): string | undefined {
  const guarded = request.tamperProtection ? 'request.tamperProtection' : identity.mfaForConfigurationChanges ? 'identity.mfaForConfigurationChanges'
    : network.controlPlaneRoleArns ? 'network.controlPlaneRoleArns' : undefined;
  return guarded && deployRolesOf(scope, exemptions).length === 0
    ? `${guarded} guards the configuration, and the stack is deployed without a role of CDK's bootstrap, so the next deployment would be denied. Name the roles that deploy in exemptions.deployRoleArns` : undefined;
}

/** The guards of a perimeter on one bucket, and what proves them at synth. */
export class AppliedPerimeter {
  readonly guards: readonly Guard[];
  private readonly exempt: Exempt;

  constructor(bucket: s3.IBucket, private readonly options: PerimeterOptions) {
    this.exempt = new Exempt(bucket, options.exemptions ?? {});
    this.guards = perimeterGuards(guardedBucket(bucket), options, this.exempt);
  }

  /**
   * Nothing outside the perimeter is allowed, nobody who is to deploy or repair the bucket is locked out, every grant has an
   * effect and so has every statement.
   */
  get proofs(): NonNullable<Promises['proofs']> {
    return (evaluate) => this.guards.length === 0 ? [] : [...this.proofsOfPolicy(evaluate), GRANTS_EFFECTIVE, NO_MISTAKEN_STATEMENT];
  }

  /** The same of a policy by itself, whose other statements are not ours: whether they have an effect is their author's business. */
  get proofsOfPolicy(): NonNullable<Promises['proofs']> {
    const { breakGlass, deploy } = this.exempt;
    const named = [...breakGlass, ...deploy, ...this.options.network?.controlPlaneRoleArns ?? []];
    return (evaluate) => this.guards.length === 0 ? [] : [
      ...this.guards.map((guard) => guardKept({ ...guard, statement: evaluate(denyStatement(guard).toStatementJson()) })),
      NOBODY_LOCKED_OUT,
      ...named.length > 0 ? [namedKeepControl(named.map(evaluate))] : [],
    ];
  }
}
