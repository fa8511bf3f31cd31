-- Written by hand: Prisma's schema language has no CHECK constraints.
ALTER TABLE `Garage`
    ADD CONSTRAINT `Garage_check1` CHECK (`standardRateCents` >= 0 AND `compactRateCents` >= 0 AND `oversizedRateCents` >= 0 AND `evChargingRateCents` >= 0);
ALTER TABLE `ParkingSession`
    ADD CONSTRAINT `ParkingSession_check1` CHECK (`feeCents` >= 0 AND `penaltyCents` >= 0 AND `discountCents` >= 0 AND `chargeCount` >= 0),
    ADD CONSTRAINT `ParkingSession_check2` CHECK (`paidCents` >= 0 AND `paidCents` <= `feeCents` + `penaltyCents`);
ALTER TABLE `Payment`
    ADD CONSTRAINT `Payment_check1` CHECK (`amountCents` > 0),
    ADD CONSTRAINT `Payment_check2` CHECK (`refundedCents` >= 0 AND `refundedCents` <= `amountCents`);
ALTER TABLE `PaymentAttempt`
    ADD CONSTRAINT `PaymentAttempt_check1` CHECK (`amountCents` > 0);
ALTER TABLE `Dispute`
    ADD CONSTRAINT `Dispute_check1` CHECK (`amountCents` > 0);
ALTER TABLE `DayClose`
    ADD CONSTRAINT `DayClose_check1` CHECK (`countedCashCents` >= 0),
    ADD CONSTRAINT `DayClose_check2` CHECK (`varianceCents` = `countedCashCents` - `expectedCashCents`),
    ADD CONSTRAINT `DayClose_check3` CHECK (`endsAt` > `startsAt`);
ALTER TABLE `Reservation`
    ADD CONSTRAINT `Reservation_check1` CHECK (`endsAt` > `startsAt` AND `holdUntil` >= `startsAt`);
ALTER TABLE `RatePlan`
    ADD CONSTRAINT `RatePlan_check1` CHECK (`compactHourlyCents` >= 0 AND `standardHourlyCents` >= 0 AND `oversizedHourlyCents` >= 0 AND `evPremiumCents` >= 0 AND `handicapPremiumCents` >= 0 AND `minimumCents` >= 0),
    ADD CONSTRAINT `RatePlan_check2` CHECK (`dailyPercent` >= 0 AND `monthlyPercent` >= 0 AND `graceMinutes` >= 0 AND `surgeCapPercent` >= 100);
ALTER TABLE `SurgeRule`
    ADD CONSTRAINT `SurgeRule_check1` CHECK (`percent` >= 100);
ALTER TABLE `PlanTier`
    ADD CONSTRAINT `PlanTier_check1` CHECK (`discountPercent` >= 0 AND `discountPercent` <= 100 AND `graceMinutes` >= 0 AND `freeHours` >= 0);
ALTER TABLE `DiscountCode`
    ADD CONSTRAINT `DiscountCode_check1` CHECK (`value` > 0 AND (`kind` <> 'percent' OR `value` <= 100)),
    ADD CONSTRAINT `DiscountCode_check2` CHECK (`minimumCents` >= 0 AND (`maximumCents` IS NULL OR `maximumCents` >= 0)),
    ADD CONSTRAINT `DiscountCode_check3` CHECK (`usedCount` >= 0 AND (`usageLimit` IS NULL OR `usedCount` <= `usageLimit`));
ALTER TABLE `Quote`
    ADD CONSTRAINT `Quote_check1` CHECK (`amountCents` >= 0),
    ADD CONSTRAINT `Quote_check2` CHECK (`validUntil` > `issuedAt` AND `pricedUntil` >= `pricedFrom`);
ALTER TABLE `Permit`
    ADD CONSTRAINT `Permit_check1` CHECK (`priceCents` >= 0 AND `paidCents` >= 0 AND `paidCents` <= `priceCents`),
    ADD CONSTRAINT `Permit_check2` CHECK (`endsAt` > `startsAt`);
