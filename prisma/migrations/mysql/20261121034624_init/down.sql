-- DropForeignKey
ALTER TABLE `Floor` DROP FOREIGN KEY `Floor_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `Spot` DROP FOREIGN KEY `Spot_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `Spot` DROP FOREIGN KEY `Spot_floorId_fkey`;

-- DropForeignKey
ALTER TABLE `Vehicle` DROP FOREIGN KEY `Vehicle_customerId_fkey`;

-- DropForeignKey
ALTER TABLE `ParkingSession` DROP FOREIGN KEY `ParkingSession_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `ParkingSession` DROP FOREIGN KEY `ParkingSession_vehicleId_fkey`;

-- DropForeignKey
ALTER TABLE `ParkingSession` DROP FOREIGN KEY `ParkingSession_spotId_fkey`;

-- DropForeignKey
ALTER TABLE `ParkingSession` DROP FOREIGN KEY `ParkingSession_ratePlanId_fkey`;

-- DropForeignKey
ALTER TABLE `ParkingSession` DROP FOREIGN KEY `ParkingSession_permitId_fkey`;

-- DropForeignKey
ALTER TABLE `Ticket` DROP FOREIGN KEY `Ticket_sessionId_fkey`;

-- DropForeignKey
ALTER TABLE `Payment` DROP FOREIGN KEY `Payment_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `Payment` DROP FOREIGN KEY `Payment_sessionId_fkey`;

-- DropForeignKey
ALTER TABLE `Payment` DROP FOREIGN KEY `Payment_permitId_fkey`;

-- DropForeignKey
ALTER TABLE `Payment` DROP FOREIGN KEY `Payment_refundOfId_fkey`;

-- DropForeignKey
ALTER TABLE `JournalEntry` DROP FOREIGN KEY `JournalEntry_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `JournalEntry` DROP FOREIGN KEY `JournalEntry_sessionId_fkey`;

-- DropForeignKey
ALTER TABLE `JournalEntry` DROP FOREIGN KEY `JournalEntry_permitId_fkey`;

-- DropForeignKey
ALTER TABLE `JournalEntry` DROP FOREIGN KEY `JournalEntry_paymentId_fkey`;

-- DropForeignKey
ALTER TABLE `LedgerLine` DROP FOREIGN KEY `LedgerLine_entryId_fkey`;

-- DropForeignKey
ALTER TABLE `PaymentAttempt` DROP FOREIGN KEY `PaymentAttempt_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `PaymentAttempt` DROP FOREIGN KEY `PaymentAttempt_sessionId_fkey`;

-- DropForeignKey
ALTER TABLE `Dispute` DROP FOREIGN KEY `Dispute_paymentId_fkey`;

-- DropForeignKey
ALTER TABLE `DayClose` DROP FOREIGN KEY `DayClose_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `Reservation` DROP FOREIGN KEY `Reservation_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `Reservation` DROP FOREIGN KEY `Reservation_spotId_fkey`;

-- DropForeignKey
ALTER TABLE `Reservation` DROP FOREIGN KEY `Reservation_sessionId_fkey`;

-- DropForeignKey
ALTER TABLE `RatePlan` DROP FOREIGN KEY `RatePlan_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `SurgeRule` DROP FOREIGN KEY `SurgeRule_planId_fkey`;

-- DropForeignKey
ALTER TABLE `PlanTier` DROP FOREIGN KEY `PlanTier_planId_fkey`;

-- DropForeignKey
ALTER TABLE `DiscountCode` DROP FOREIGN KEY `DiscountCode_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `Quote` DROP FOREIGN KEY `Quote_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `Quote` DROP FOREIGN KEY `Quote_planId_fkey`;

-- DropForeignKey
ALTER TABLE `Permit` DROP FOREIGN KEY `Permit_garageId_fkey`;

-- DropForeignKey
ALTER TABLE `Permit` DROP FOREIGN KEY `Permit_customerId_fkey`;

-- DropTable
DROP TABLE `Garage`;

-- DropTable
DROP TABLE `Floor`;

-- DropTable
DROP TABLE `Spot`;

-- DropTable
DROP TABLE `Vehicle`;

-- DropTable
DROP TABLE `Customer`;

-- DropTable
DROP TABLE `ParkingSession`;

-- DropTable
DROP TABLE `Ticket`;

-- DropTable
DROP TABLE `Payment`;

-- DropTable
DROP TABLE `JournalEntry`;

-- DropTable
DROP TABLE `LedgerLine`;

-- DropTable
DROP TABLE `StoreMode`;

-- DropTable
DROP TABLE `StoreModeChange`;

-- DropTable
DROP TABLE `StoreServer`;

-- DropTable
DROP TABLE `StoreDivergence`;

-- DropTable
DROP TABLE `DataMigration`;

-- DropTable
DROP TABLE `PaymentAttempt`;

-- DropTable
DROP TABLE `Dispute`;

-- DropTable
DROP TABLE `DayClose`;

-- DropTable
DROP TABLE `Reservation`;

-- DropTable
DROP TABLE `RatePlan`;

-- DropTable
DROP TABLE `SurgeRule`;

-- DropTable
DROP TABLE `PlanTier`;

-- DropTable
DROP TABLE `DiscountCode`;

-- DropTable
DROP TABLE `Quote`;

-- DropTable
DROP TABLE `Permit`;

-- DropTable
DROP TABLE `IdempotencyRecord`;

-- DropTable
DROP TABLE `AuditLog`;
