-- CreateTable
CREATE TABLE `Garage` (
    `id` VARCHAR(191) NOT NULL,
    `configName` VARCHAR(191) NOT NULL,
    `activeKey` VARCHAR(191) NULL,
    `name` VARCHAR(191) NOT NULL,
    `currency` VARCHAR(191) NOT NULL DEFAULT 'USD',
    `timeZone` VARCHAR(191) NOT NULL DEFAULT 'UTC',
    `booksVersion` INTEGER NOT NULL DEFAULT 0,
    `standardRateCents` INTEGER NOT NULL,
    `compactRateCents` INTEGER NOT NULL,
    `oversizedRateCents` INTEGER NOT NULL,
    `evChargingRateCents` INTEGER NOT NULL,
    `spotTypes` JSON NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,

    UNIQUE INDEX `Garage_activeKey_key`(`activeKey`),
    INDEX `Garage_configName_idx`(`configName`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Floor` (
    `id` VARCHAR(191) NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `number` INTEGER NOT NULL,
    `bays` INTEGER NOT NULL,
    `spotsPerBay` INTEGER NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `Floor_garageId_number_key`(`garageId`, `number`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Spot` (
    `id` VARCHAR(191) NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `floorId` VARCHAR(191) NULL,
    `code` VARCHAR(191) NOT NULL,
    `activeCode` VARCHAR(191) NULL,
    `floor` INTEGER NOT NULL,
    `bay` INTEGER NOT NULL,
    `spotNumber` INTEGER NOT NULL,
    `type` ENUM('compact', 'standard', 'oversized') NOT NULL DEFAULT 'standard',
    `status` ENUM('available', 'occupied', 'reserved', 'maintenance', 'out_of_order') NOT NULL DEFAULT 'available',
    `evCharging` BOOLEAN NOT NULL DEFAULT false,
    `handicap` BOOLEAN NOT NULL DEFAULT false,
    `currentVehicle` VARCHAR(191) NULL,
    `assignmentScore` INTEGER NOT NULL,
    `position` INTEGER NOT NULL,
    `calendarVersion` INTEGER NOT NULL DEFAULT 0,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,

    UNIQUE INDEX `Spot_garageId_activeCode_key`(`garageId`, `activeCode`),
    INDEX `Spot_garageId_status_type_assignmentScore_position_idx`(`garageId`, `status`, `type`, `assignmentScore` DESC, `position`),
    INDEX `Spot_garageId_floor_bay_idx`(`garageId`, `floor`, `bay`),
    INDEX `Spot_floorId_idx`(`floorId`),
    INDEX `Spot_currentVehicle_idx`(`currentVehicle`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Vehicle` (
    `id` VARCHAR(191) NOT NULL,
    `licensePlate` VARCHAR(191) NOT NULL,
    `vehicleType` ENUM('compact', 'standard', 'oversized') NOT NULL,
    `make` VARCHAR(191) NULL,
    `model` VARCHAR(191) NULL,
    `color` VARCHAR(191) NULL,
    `year` INTEGER NULL,
    `ownerId` VARCHAR(191) NULL,
    `ownerName` VARCHAR(191) NULL,
    `ownerEmail` VARCHAR(191) NULL,
    `ownerPhone` VARCHAR(191) NULL,
    `notes` VARCHAR(191) NULL,
    `customerId` VARCHAR(191) NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,

    UNIQUE INDEX `Vehicle_licensePlate_key`(`licensePlate`),
    INDEX `Vehicle_vehicleType_createdAt_idx`(`vehicleType`, `createdAt`),
    INDEX `Vehicle_ownerId_idx`(`ownerId`),
    INDEX `Vehicle_customerId_idx`(`customerId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Customer` (
    `id` VARCHAR(191) NOT NULL,
    `name` VARCHAR(191) NOT NULL,
    `email` VARCHAR(191) NOT NULL,
    `activeEmail` VARCHAR(191) NULL,
    `tier` ENUM('basic', 'premium', 'vip', 'corporate') NOT NULL DEFAULT 'basic',
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,

    UNIQUE INDEX `Customer_activeEmail_key`(`activeEmail`),
    INDEX `Customer_tier_idx`(`tier`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `ParkingSession` (
    `id` VARCHAR(191) NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `vehicleId` VARCHAR(191) NOT NULL,
    `spotId` VARCHAR(191) NOT NULL,
    `spotCode` VARCHAR(191) NOT NULL,
    `licensePlate` VARCHAR(191) NOT NULL,
    `vehicleType` ENUM('compact', 'standard', 'oversized') NOT NULL,
    `rateType` ENUM('hourly', 'daily', 'monthly') NOT NULL DEFAULT 'hourly',
    `status` ENUM('active', 'completed', 'cancelled') NOT NULL DEFAULT 'active',
    `checkInAt` DATETIME(3) NOT NULL,
    `checkOutAt` DATETIME(3) NULL,
    `activePlate` VARCHAR(191) NULL,
    `activeSpotId` VARCHAR(191) NULL,
    `feeCents` INTEGER NOT NULL DEFAULT 0,
    `penaltyCents` INTEGER NOT NULL DEFAULT 0,
    `paidCents` INTEGER NOT NULL DEFAULT 0,
    `paidAt` DATETIME(3) NULL,
    `chargeCount` INTEGER NOT NULL DEFAULT 0,
    `discountCents` INTEGER NOT NULL DEFAULT 0,
    `ratePlanId` VARCHAR(191) NULL,
    `quoteId` VARCHAR(191) NULL,
    `permitId` VARCHAR(191) NULL,
    `version` INTEGER NOT NULL DEFAULT 0,
    `expectedEndAt` DATETIME(3) NULL,
    `endReason` VARCHAR(191) NULL,
    `extras` JSON NULL,
    `hiddenAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,

    UNIQUE INDEX `ParkingSession_activePlate_key`(`activePlate`),
    UNIQUE INDEX `ParkingSession_activeSpotId_key`(`activeSpotId`),
    UNIQUE INDEX `ParkingSession_quoteId_key`(`quoteId`),
    INDEX `ParkingSession_ratePlanId_idx`(`ratePlanId`),
    INDEX `ParkingSession_permitId_idx`(`permitId`),
    INDEX `ParkingSession_garageId_status_checkInAt_idx`(`garageId`, `status`, `checkInAt`),
    INDEX `ParkingSession_garageId_checkOutAt_idx`(`garageId`, `checkOutAt`),
    INDEX `ParkingSession_licensePlate_checkInAt_idx`(`licensePlate`, `checkInAt`),
    INDEX `ParkingSession_vehicleId_checkInAt_idx`(`vehicleId`, `checkInAt`),
    INDEX `ParkingSession_spotId_checkInAt_idx`(`spotId`, `checkInAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Ticket` (
    `id` VARCHAR(191) NOT NULL,
    `number` VARCHAR(191) NOT NULL,
    `sessionId` VARCHAR(191) NOT NULL,
    `status` ENUM('active', 'paid', 'lost', 'cancelled') NOT NULL DEFAULT 'active',
    `issuedAt` DATETIME(3) NOT NULL,
    `lostReportedAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,

    UNIQUE INDEX `Ticket_number_key`(`number`),
    UNIQUE INDEX `Ticket_sessionId_key`(`sessionId`),
    INDEX `Ticket_status_issuedAt_idx`(`status`, `issuedAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Payment` (
    `id` VARCHAR(191) NOT NULL,
    `number` VARCHAR(191) NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `sessionId` VARCHAR(191) NULL,
    `permitId` VARCHAR(191) NULL,
    `kind` ENUM('capture', 'refund') NOT NULL,
    `status` ENUM('completed', 'declined', 'failed', 'disputed', 'charged_back', 'partially_refunded', 'refunded') NOT NULL,
    `method` ENUM('cash', 'card', 'mobile') NOT NULL,
    `amountCents` INTEGER NOT NULL,
    `refundedCents` INTEGER NOT NULL DEFAULT 0,
    `currency` VARCHAR(191) NOT NULL DEFAULT 'USD',
    `idempotencyKey` VARCHAR(191) NOT NULL,
    `captureKey` VARCHAR(191) NULL,
    `refundOfId` VARCHAR(191) NULL,
    `authorisationCode` VARCHAR(191) NULL,
    `declineCode` VARCHAR(191) NULL,
    `gatewayReference` VARCHAR(191) NULL,
    `processedAt` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,

    UNIQUE INDEX `Payment_number_key`(`number`),
    UNIQUE INDEX `Payment_idempotencyKey_key`(`idempotencyKey`),
    UNIQUE INDEX `Payment_captureKey_key`(`captureKey`),
    INDEX `Payment_permitId_idx`(`permitId`),
    INDEX `Payment_gatewayReference_idx`(`gatewayReference`),
    INDEX `Payment_sessionId_processedAt_idx`(`sessionId`, `processedAt`),
    INDEX `Payment_garageId_processedAt_idx`(`garageId`, `processedAt`),
    INDEX `Payment_garageId_status_kind_idx`(`garageId`, `status`, `kind`),
    INDEX `Payment_refundOfId_idx`(`refundOfId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `JournalEntry` (
    `id` VARCHAR(191) NOT NULL,
    `reference` VARCHAR(191) NOT NULL,
    `kind` ENUM('charge', 'capture', 'refund', 'dispute', 'close') NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `sessionId` VARCHAR(191) NULL,
    `permitId` VARCHAR(191) NULL,
    `paymentId` VARCHAR(191) NULL,
    `occurredAt` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    UNIQUE INDEX `JournalEntry_reference_key`(`reference`),
    INDEX `JournalEntry_permitId_idx`(`permitId`),
    INDEX `JournalEntry_garageId_occurredAt_idx`(`garageId`, `occurredAt`),
    INDEX `JournalEntry_sessionId_idx`(`sessionId`),
    INDEX `JournalEntry_paymentId_idx`(`paymentId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `LedgerLine` (
    `id` VARCHAR(191) NOT NULL,
    `entryId` VARCHAR(191) NOT NULL,
    `account` ENUM('cash', 'card_clearing', 'mobile_clearing', 'receivable', 'parking_revenue', 'lost_ticket_revenue', 'permit_revenue', 'refunds', 'disputed_funds', 'chargeback_losses', 'cash_over_short') NOT NULL,
    `amountCents` INTEGER NOT NULL,

    UNIQUE INDEX `LedgerLine_entryId_account_key`(`entryId`, `account`),
    INDEX `LedgerLine_account_idx`(`account`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `StoreMode` (
    `configName` VARCHAR(191) NOT NULL,
    `mode` VARCHAR(191) NOT NULL,
    `wanted` VARCHAR(191) NOT NULL,
    `refusal` VARCHAR(191) NULL,
    `shadowed` INTEGER NOT NULL DEFAULT 0,
    `diverged` INTEGER NOT NULL DEFAULT 0,
    `reconciled` INTEGER NOT NULL DEFAULT 0,
    `changedAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`configName`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `StoreModeChange` (
    `id` VARCHAR(191) NOT NULL,
    `configName` VARCHAR(191) NOT NULL,
    `fromMode` VARCHAR(191) NOT NULL,
    `toMode` VARCHAR(191) NOT NULL,
    `startedAt` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NOT NULL,
    `detail` JSON NOT NULL,

    INDEX `StoreModeChange_configName_finishedAt_idx`(`configName`, `finishedAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `StoreServer` (
    `id` VARCHAR(191) NOT NULL,
    `configName` VARCHAR(191) NOT NULL,
    `mode` VARCHAR(191) NOT NULL,
    `startedAt` DATETIME(3) NOT NULL,
    `seenAt` DATETIME(3) NOT NULL,

    INDEX `StoreServer_configName_seenAt_idx`(`configName`, `seenAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `StoreDivergence` (
    `id` VARCHAR(191) NOT NULL,
    `configName` VARCHAR(191) NOT NULL,
    `kind` VARCHAR(191) NOT NULL,
    `key` VARCHAR(191) NOT NULL,
    `reason` VARCHAR(191) NOT NULL,
    `foundAt` DATETIME(3) NOT NULL,
    `reconciledAt` DATETIME(3) NULL,

    INDEX `StoreDivergence_configName_reconciledAt_idx`(`configName`, `reconciledAt`),
    INDEX `StoreDivergence_configName_kind_key_idx`(`configName`, `kind`, `key`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `DataMigration` (
    `id` VARCHAR(191) NOT NULL,
    `configName` VARCHAR(191) NOT NULL,
    `source` VARCHAR(191) NOT NULL,
    `status` ENUM('running', 'completed', 'failed') NOT NULL,
    `done` JSON NOT NULL,
    `total` JSON NOT NULL,
    `report` JSON NULL,
    `startedAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NULL,

    INDEX `DataMigration_configName_source_status_idx`(`configName`, `source`, `status`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `PaymentAttempt` (
    `id` VARCHAR(191) NOT NULL,
    `idempotencyKey` VARCHAR(191) NOT NULL,
    `operation` VARCHAR(191) NOT NULL,
    `requestHash` VARCHAR(191) NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `sessionId` VARCHAR(191) NULL,
    `permitId` VARCHAR(191) NULL,
    `method` ENUM('cash', 'card', 'mobile') NOT NULL,
    `amountCents` INTEGER NOT NULL,
    `currency` VARCHAR(191) NOT NULL DEFAULT 'USD',
    `status` ENUM('pending', 'booked', 'declined', 'failed', 'voiding', 'voided') NOT NULL DEFAULT 'pending',
    `gatewayReference` VARCHAR(191) NULL,
    `failureCode` VARCHAR(191) NULL,
    `pricedAt` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `PaymentAttempt_idempotencyKey_key`(`idempotencyKey`),
    INDEX `PaymentAttempt_garageId_status_createdAt_idx`(`garageId`, `status`, `createdAt`),
    INDEX `PaymentAttempt_sessionId_idx`(`sessionId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Dispute` (
    `id` VARCHAR(191) NOT NULL,
    `reference` VARCHAR(191) NOT NULL,
    `paymentId` VARCHAR(191) NOT NULL,
    `amountCents` INTEGER NOT NULL,
    `reason` VARCHAR(191) NOT NULL,
    `status` ENUM('open', 'won', 'lost') NOT NULL DEFAULT 'open',
    `openedAt` DATETIME(3) NOT NULL,
    `resolvedAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `Dispute_reference_key`(`reference`),
    INDEX `Dispute_paymentId_idx`(`paymentId`),
    INDEX `Dispute_status_openedAt_idx`(`status`, `openedAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `DayClose` (
    `id` VARCHAR(191) NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `day` VARCHAR(191) NOT NULL,
    `startsAt` DATETIME(3) NOT NULL,
    `endsAt` DATETIME(3) NOT NULL,
    `expectedCashCents` INTEGER NOT NULL,
    `countedCashCents` INTEGER NOT NULL,
    `varianceCents` INTEGER NOT NULL,
    `closedBy` VARCHAR(191) NOT NULL,
    `closedAt` DATETIME(3) NOT NULL,
    `figures` JSON NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    UNIQUE INDEX `DayClose_garageId_day_key`(`garageId`, `day`),
    INDEX `DayClose_garageId_startsAt_idx`(`garageId`, `startsAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Reservation` (
    `id` VARCHAR(191) NOT NULL,
    `number` VARCHAR(191) NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `spotId` VARCHAR(191) NOT NULL,
    `spotCode` VARCHAR(191) NOT NULL,
    `licensePlate` VARCHAR(191) NOT NULL,
    `vehicleType` ENUM('compact', 'standard', 'oversized') NOT NULL,
    `status` ENUM('active', 'used', 'completed', 'cancelled', 'expired', 'no_show') NOT NULL DEFAULT 'active',
    `startsAt` DATETIME(3) NOT NULL,
    `endsAt` DATETIME(3) NOT NULL,
    `holdUntil` DATETIME(3) NOT NULL,
    `sessionId` VARCHAR(191) NULL,
    `reason` VARCHAR(191) NULL,
    `version` INTEGER NOT NULL DEFAULT 0,
    `closedAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,

    UNIQUE INDEX `Reservation_number_key`(`number`),
    UNIQUE INDEX `Reservation_sessionId_key`(`sessionId`),
    INDEX `Reservation_spotId_status_startsAt_idx`(`spotId`, `status`, `startsAt`),
    INDEX `Reservation_garageId_status_holdUntil_idx`(`garageId`, `status`, `holdUntil`),
    INDEX `Reservation_garageId_startsAt_idx`(`garageId`, `startsAt`),
    INDEX `Reservation_licensePlate_status_idx`(`licensePlate`, `status`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `RatePlan` (
    `id` VARCHAR(191) NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `code` VARCHAR(191) NOT NULL,
    `activeCode` VARCHAR(191) NULL,
    `defaultKey` VARCHAR(191) NULL,
    `version` INTEGER NOT NULL DEFAULT 1,
    `name` VARCHAR(191) NOT NULL,
    `compactHourlyCents` INTEGER NOT NULL,
    `standardHourlyCents` INTEGER NOT NULL,
    `oversizedHourlyCents` INTEGER NOT NULL,
    `evPremiumCents` INTEGER NOT NULL DEFAULT 0,
    `handicapPremiumCents` INTEGER NOT NULL DEFAULT 0,
    `dailyPercent` INTEGER NOT NULL DEFAULT 80,
    `dailyCapHours` INTEGER NULL,
    `monthlyPercent` INTEGER NOT NULL DEFAULT 60,
    `monthlyCapHours` INTEGER NULL,
    `dayCapCents` INTEGER NULL,
    `minimumCents` INTEGER NOT NULL DEFAULT 0,
    `graceMinutes` INTEGER NOT NULL DEFAULT 0,
    `surgeCapPercent` INTEGER NOT NULL DEFAULT 300,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,

    UNIQUE INDEX `RatePlan_garageId_activeCode_key`(`garageId`, `activeCode`),
    UNIQUE INDEX `RatePlan_garageId_defaultKey_key`(`garageId`, `defaultKey`),
    UNIQUE INDEX `RatePlan_garageId_code_version_key`(`garageId`, `code`, `version`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `SurgeRule` (
    `id` VARCHAR(191) NOT NULL,
    `planId` VARCHAR(191) NOT NULL,
    `kind` ENUM('window', 'occupancy', 'ev_charging') NOT NULL,
    `percent` INTEGER NOT NULL,
    `weekdays` INTEGER NOT NULL DEFAULT 0,
    `startMinute` INTEGER NOT NULL DEFAULT 0,
    `endMinute` INTEGER NOT NULL DEFAULT 0,
    `occupancyPercent` INTEGER NOT NULL DEFAULT 0,

    INDEX `SurgeRule_planId_idx`(`planId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `PlanTier` (
    `id` VARCHAR(191) NOT NULL,
    `planId` VARCHAR(191) NOT NULL,
    `tier` ENUM('basic', 'premium', 'vip', 'corporate') NOT NULL,
    `discountPercent` INTEGER NOT NULL DEFAULT 0,
    `graceMinutes` INTEGER NOT NULL DEFAULT 0,
    `freeHours` INTEGER NOT NULL DEFAULT 0,

    UNIQUE INDEX `PlanTier_planId_tier_key`(`planId`, `tier`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `DiscountCode` (
    `id` VARCHAR(191) NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `code` VARCHAR(191) NOT NULL,
    `activeCode` VARCHAR(191) NULL,
    `kind` ENUM('percent', 'amount') NOT NULL,
    `value` INTEGER NOT NULL,
    `minimumCents` INTEGER NOT NULL DEFAULT 0,
    `maximumCents` INTEGER NULL,
    `spotTypes` JSON NOT NULL,
    `tiers` JSON NOT NULL,
    `validFrom` DATETIME(3) NULL,
    `validUntil` DATETIME(3) NULL,
    `usageLimit` INTEGER NULL,
    `usedCount` INTEGER NOT NULL DEFAULT 0,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,

    UNIQUE INDEX `DiscountCode_garageId_activeCode_key`(`garageId`, `activeCode`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Quote` (
    `id` VARCHAR(191) NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `sessionId` VARCHAR(191) NULL,
    `licensePlate` VARCHAR(191) NULL,
    `planId` VARCHAR(191) NULL,
    `discountCode` VARCHAR(191) NULL,
    `amountCents` INTEGER NOT NULL,
    `currency` VARCHAR(191) NOT NULL DEFAULT 'USD',
    `pricedFrom` DATETIME(3) NOT NULL,
    `pricedUntil` DATETIME(3) NOT NULL,
    `issuedAt` DATETIME(3) NOT NULL,
    `validUntil` DATETIME(3) NOT NULL,
    `breakdown` JSON NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    INDEX `Quote_garageId_issuedAt_idx`(`garageId`, `issuedAt`),
    INDEX `Quote_planId_idx`(`planId`),
    INDEX `Quote_sessionId_idx`(`sessionId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Permit` (
    `id` VARCHAR(191) NOT NULL,
    `number` VARCHAR(191) NOT NULL,
    `garageId` VARCHAR(191) NOT NULL,
    `customerId` VARCHAR(191) NULL,
    `licensePlate` VARCHAR(191) NOT NULL,
    `activeKey` VARCHAR(191) NULL,
    `status` ENUM('active', 'cancelled', 'expired') NOT NULL DEFAULT 'active',
    `startsAt` DATETIME(3) NOT NULL,
    `endsAt` DATETIME(3) NOT NULL,
    `months` INTEGER NOT NULL DEFAULT 1,
    `priceCents` INTEGER NOT NULL,
    `paidCents` INTEGER NOT NULL DEFAULT 0,
    `autoRenew` BOOLEAN NOT NULL DEFAULT false,
    `version` INTEGER NOT NULL DEFAULT 0,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,

    UNIQUE INDEX `Permit_number_key`(`number`),
    UNIQUE INDEX `Permit_activeKey_key`(`activeKey`),
    INDEX `Permit_garageId_status_endsAt_idx`(`garageId`, `status`, `endsAt`),
    INDEX `Permit_licensePlate_endsAt_idx`(`licensePlate`, `endsAt`),
    INDEX `Permit_customerId_idx`(`customerId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `IdempotencyRecord` (
    `key` VARCHAR(191) NOT NULL,
    `operation` VARCHAR(191) NOT NULL,
    `requestHash` VARCHAR(191) NOT NULL,
    `response` JSON NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    INDEX `IdempotencyRecord_createdAt_idx`(`createdAt`),
    PRIMARY KEY (`key`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `AuditLog` (
    `id` VARCHAR(191) NOT NULL,
    `actor` VARCHAR(191) NOT NULL,
    `action` VARCHAR(191) NOT NULL,
    `entityType` VARCHAR(191) NOT NULL,
    `entityId` VARCHAR(191) NOT NULL,
    `detail` JSON NOT NULL,
    `before` JSON NULL,
    `after` JSON NULL,
    `at` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    INDEX `AuditLog_entityType_entityId_at_idx`(`entityType`, `entityId`, `at`),
    INDEX `AuditLog_at_idx`(`at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `Floor` ADD CONSTRAINT `Floor_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Spot` ADD CONSTRAINT `Spot_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Spot` ADD CONSTRAINT `Spot_floorId_fkey` FOREIGN KEY (`floorId`) REFERENCES `Floor`(`id`) ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Vehicle` ADD CONSTRAINT `Vehicle_customerId_fkey` FOREIGN KEY (`customerId`) REFERENCES `Customer`(`id`) ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `ParkingSession` ADD CONSTRAINT `ParkingSession_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `ParkingSession` ADD CONSTRAINT `ParkingSession_vehicleId_fkey` FOREIGN KEY (`vehicleId`) REFERENCES `Vehicle`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `ParkingSession` ADD CONSTRAINT `ParkingSession_spotId_fkey` FOREIGN KEY (`spotId`) REFERENCES `Spot`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `ParkingSession` ADD CONSTRAINT `ParkingSession_ratePlanId_fkey` FOREIGN KEY (`ratePlanId`) REFERENCES `RatePlan`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `ParkingSession` ADD CONSTRAINT `ParkingSession_permitId_fkey` FOREIGN KEY (`permitId`) REFERENCES `Permit`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Ticket` ADD CONSTRAINT `Ticket_sessionId_fkey` FOREIGN KEY (`sessionId`) REFERENCES `ParkingSession`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Payment` ADD CONSTRAINT `Payment_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Payment` ADD CONSTRAINT `Payment_sessionId_fkey` FOREIGN KEY (`sessionId`) REFERENCES `ParkingSession`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Payment` ADD CONSTRAINT `Payment_permitId_fkey` FOREIGN KEY (`permitId`) REFERENCES `Permit`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Payment` ADD CONSTRAINT `Payment_refundOfId_fkey` FOREIGN KEY (`refundOfId`) REFERENCES `Payment`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `JournalEntry` ADD CONSTRAINT `JournalEntry_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `JournalEntry` ADD CONSTRAINT `JournalEntry_sessionId_fkey` FOREIGN KEY (`sessionId`) REFERENCES `ParkingSession`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `JournalEntry` ADD CONSTRAINT `JournalEntry_permitId_fkey` FOREIGN KEY (`permitId`) REFERENCES `Permit`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `JournalEntry` ADD CONSTRAINT `JournalEntry_paymentId_fkey` FOREIGN KEY (`paymentId`) REFERENCES `Payment`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `LedgerLine` ADD CONSTRAINT `LedgerLine_entryId_fkey` FOREIGN KEY (`entryId`) REFERENCES `JournalEntry`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `PaymentAttempt` ADD CONSTRAINT `PaymentAttempt_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `PaymentAttempt` ADD CONSTRAINT `PaymentAttempt_sessionId_fkey` FOREIGN KEY (`sessionId`) REFERENCES `ParkingSession`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Dispute` ADD CONSTRAINT `Dispute_paymentId_fkey` FOREIGN KEY (`paymentId`) REFERENCES `Payment`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `DayClose` ADD CONSTRAINT `DayClose_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Reservation` ADD CONSTRAINT `Reservation_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Reservation` ADD CONSTRAINT `Reservation_spotId_fkey` FOREIGN KEY (`spotId`) REFERENCES `Spot`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Reservation` ADD CONSTRAINT `Reservation_sessionId_fkey` FOREIGN KEY (`sessionId`) REFERENCES `ParkingSession`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `RatePlan` ADD CONSTRAINT `RatePlan_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `SurgeRule` ADD CONSTRAINT `SurgeRule_planId_fkey` FOREIGN KEY (`planId`) REFERENCES `RatePlan`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `PlanTier` ADD CONSTRAINT `PlanTier_planId_fkey` FOREIGN KEY (`planId`) REFERENCES `RatePlan`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `DiscountCode` ADD CONSTRAINT `DiscountCode_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Quote` ADD CONSTRAINT `Quote_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Quote` ADD CONSTRAINT `Quote_planId_fkey` FOREIGN KEY (`planId`) REFERENCES `RatePlan`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Permit` ADD CONSTRAINT `Permit_garageId_fkey` FOREIGN KEY (`garageId`) REFERENCES `Garage`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `Permit` ADD CONSTRAINT `Permit_customerId_fkey` FOREIGN KEY (`customerId`) REFERENCES `Customer`(`id`) ON DELETE SET NULL ON UPDATE CASCADE;
