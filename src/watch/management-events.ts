import { ManagementEventsTrailProps } from './management-events-trail';
import { InputChecks } from '../input/input-checks';

/**
 * Where the events come from that a watch reacts to: CloudTrail sends management events to EventBridge only where a trail records them.
 *
 * There is no default, because a watch without a trail would look deployed and see nothing before its next sweep.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class ManagementEvents {
  /**
   * A trail that exists: of this account or of its organization, and that records the write management events of this Region.
   *
   * This library cannot see from here whether it does. Until then, the daily sweep still finds each change.
   */
  public static existingTrail(): ManagementEvents {
    return new ManagementEvents();
  }

  /**
   * A new trail for the write management events of this Region, into an encrypted archive and an encrypted log group.
   *
   * The first copy of management events in a Region is free of charge in CloudTrail. Each further trail that records them is not.
   *
   * @throws if an option is none of `ManagementEventsTrailProps`
   */
  public static newTrail(options: ManagementEventsTrailProps = {}): ManagementEvents {
    const checks = new InputChecks();
    checks.struct('ManagementEventsTrailProps', options, { place: 'ManagementEvents.newTrail' });
    checks.throwIfAny();
    return new ManagementEvents(options);
  }

  private constructor(
    /**
     * The trail to make, if one is to be made.
     *
     * @internal
     */
    public readonly _newTrail?: ManagementEventsTrailProps,
  ) {}
}
