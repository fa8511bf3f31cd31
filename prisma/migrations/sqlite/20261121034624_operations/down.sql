-- DropIndex
DROP INDEX "Customer_activeEmail_key";

-- DropIndex
DROP INDEX "Customer_tier_idx";

-- DropIndex
DROP INDEX "PaymentAttempt_idempotencyKey_key";

-- DropIndex
DROP INDEX "PaymentAttempt_garageId_status_createdAt_idx";

-- DropIndex
DROP INDEX "PaymentAttempt_sessionId_idx";

-- DropIndex
DROP INDEX "Dispute_reference_key";

-- DropIndex
DROP INDEX "Dispute_paymentId_idx";

-- DropIndex
DROP INDEX "Dispute_status_openedAt_idx";

-- DropIndex
DROP INDEX "DayClose_garageId_startsAt_idx";

-- DropIndex
DROP INDEX "DayClose_garageId_day_key";

-- DropIndex
DROP INDEX "Reservation_number_key";

-- DropIndex
DROP INDEX "Reservation_sessionId_key";

-- DropIndex
DROP INDEX "Reservation_spotId_status_startsAt_idx";

-- DropIndex
DROP INDEX "Reservation_garageId_status_holdUntil_idx";

-- DropIndex
DROP INDEX "Reservation_garageId_startsAt_idx";

-- DropIndex
DROP INDEX "Reservation_licensePlate_status_idx";

-- DropIndex
DROP INDEX "RatePlan_garageId_activeCode_key";

-- DropIndex
DROP INDEX "RatePlan_garageId_defaultKey_key";

-- DropIndex
DROP INDEX "RatePlan_garageId_code_version_key";

-- DropIndex
DROP INDEX "SurgeRule_planId_idx";

-- DropIndex
DROP INDEX "PlanTier_planId_tier_key";

-- DropIndex
DROP INDEX "DiscountCode_garageId_activeCode_key";

-- DropIndex
DROP INDEX "Quote_garageId_issuedAt_idx";

-- DropIndex
DROP INDEX "Quote_planId_idx";

-- DropIndex
DROP INDEX "Quote_sessionId_idx";

-- DropIndex
DROP INDEX "Permit_number_key";

-- DropIndex
DROP INDEX "Permit_activeKey_key";

-- DropIndex
DROP INDEX "Permit_garageId_status_endsAt_idx";

-- DropIndex
DROP INDEX "Permit_licensePlate_endsAt_idx";

-- DropIndex
DROP INDEX "Permit_customerId_idx";

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "Customer";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "PaymentAttempt";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "Dispute";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "DayClose";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "Reservation";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "RatePlan";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "SurgeRule";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "PlanTier";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "DiscountCode";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "Quote";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "Permit";
PRAGMA foreign_keys=on;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Garage" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "configName" TEXT NOT NULL,
    "activeKey" TEXT,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "standardRateCents" INTEGER NOT NULL,
    "compactRateCents" INTEGER NOT NULL,
    "oversizedRateCents" INTEGER NOT NULL,
    "evChargingRateCents" INTEGER NOT NULL,
    "spotTypes" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME
);
INSERT INTO "new_Garage" ("activeKey", "compactRateCents", "configName", "createdAt", "currency", "deletedAt", "evChargingRateCents", "id", "name", "oversizedRateCents", "spotTypes", "standardRateCents", "updatedAt") SELECT "activeKey", "compactRateCents", "configName", "createdAt", "currency", "deletedAt", "evChargingRateCents", "id", "name", "oversizedRateCents", "spotTypes", "standardRateCents", "updatedAt" FROM "Garage";
DROP TABLE "Garage";
ALTER TABLE "new_Garage" RENAME TO "Garage";
CREATE INDEX "Garage_configName_idx" ON "Garage"("configName" ASC);
CREATE UNIQUE INDEX "Garage_activeKey_key" ON "Garage"("activeKey" ASC);
CREATE TABLE "new_Spot" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "garageId" TEXT NOT NULL,
    "floorId" TEXT,
    "code" TEXT NOT NULL,
    "activeCode" TEXT,
    "floor" INTEGER NOT NULL,
    "bay" INTEGER NOT NULL,
    "spotNumber" INTEGER NOT NULL,
    "type" TEXT NOT NULL DEFAULT 'standard',
    "status" TEXT NOT NULL DEFAULT 'available',
    "evCharging" BOOLEAN NOT NULL DEFAULT false,
    "handicap" BOOLEAN NOT NULL DEFAULT false,
    "currentVehicle" TEXT,
    "assignmentScore" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    FOREIGN KEY ("floorId") REFERENCES "Floor" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Spot" ("activeCode", "assignmentScore", "bay", "code", "createdAt", "currentVehicle", "deletedAt", "evCharging", "floor", "floorId", "garageId", "handicap", "id", "position", "spotNumber", "status", "type", "updatedAt") SELECT "activeCode", "assignmentScore", "bay", "code", "createdAt", "currentVehicle", "deletedAt", "evCharging", "floor", "floorId", "garageId", "handicap", "id", "position", "spotNumber", "status", "type", "updatedAt" FROM "Spot";
DROP TABLE "Spot";
ALTER TABLE "new_Spot" RENAME TO "Spot";
CREATE UNIQUE INDEX "Spot_garageId_activeCode_key" ON "Spot"("garageId" ASC, "activeCode" ASC);
CREATE INDEX "Spot_currentVehicle_idx" ON "Spot"("currentVehicle" ASC);
CREATE INDEX "Spot_floorId_idx" ON "Spot"("floorId" ASC);
CREATE INDEX "Spot_garageId_floor_bay_idx" ON "Spot"("garageId" ASC, "floor" ASC, "bay" ASC);
CREATE INDEX "Spot_garageId_status_type_assignmentScore_position_idx" ON "Spot"("garageId" ASC, "status" ASC, "type" ASC, "assignmentScore" DESC, "position" ASC);
CREATE TABLE "new_Vehicle" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "licensePlate" TEXT NOT NULL,
    "vehicleType" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    "color" TEXT,
    "make" TEXT,
    "model" TEXT,
    "notes" TEXT,
    "ownerEmail" TEXT,
    "ownerId" TEXT,
    "ownerName" TEXT,
    "ownerPhone" TEXT,
    "year" INTEGER
);
INSERT INTO "new_Vehicle" ("color", "createdAt", "deletedAt", "id", "licensePlate", "make", "model", "notes", "ownerEmail", "ownerId", "ownerName", "ownerPhone", "updatedAt", "vehicleType", "year") SELECT "color", "createdAt", "deletedAt", "id", "licensePlate", "make", "model", "notes", "ownerEmail", "ownerId", "ownerName", "ownerPhone", "updatedAt", "vehicleType", "year" FROM "Vehicle";
DROP TABLE "Vehicle";
ALTER TABLE "new_Vehicle" RENAME TO "Vehicle";
CREATE INDEX "Vehicle_ownerId_idx" ON "Vehicle"("ownerId" ASC);
CREATE INDEX "Vehicle_vehicleType_createdAt_idx" ON "Vehicle"("vehicleType" ASC, "createdAt" ASC);
CREATE UNIQUE INDEX "Vehicle_licensePlate_key" ON "Vehicle"("licensePlate" ASC);
CREATE TABLE "new_ParkingSession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "garageId" TEXT NOT NULL,
    "vehicleId" TEXT NOT NULL,
    "spotId" TEXT NOT NULL,
    "spotCode" TEXT NOT NULL,
    "licensePlate" TEXT NOT NULL,
    "vehicleType" TEXT NOT NULL,
    "rateType" TEXT NOT NULL DEFAULT 'hourly',
    "status" TEXT NOT NULL DEFAULT 'active',
    "checkInAt" DATETIME NOT NULL,
    "checkOutAt" DATETIME,
    "activePlate" TEXT,
    "activeSpotId" TEXT,
    "feeCents" INTEGER NOT NULL DEFAULT 0,
    "penaltyCents" INTEGER NOT NULL DEFAULT 0,
    "paidCents" INTEGER NOT NULL DEFAULT 0,
    "paidAt" DATETIME,
    "chargeCount" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    "endReason" TEXT,
    "expectedEndAt" DATETIME,
    "extras" JSONB,
    "hiddenAt" DATETIME,
    FOREIGN KEY ("spotId") REFERENCES "Spot" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    FOREIGN KEY ("vehicleId") REFERENCES "Vehicle" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_ParkingSession" ("activePlate", "activeSpotId", "chargeCount", "checkInAt", "checkOutAt", "createdAt", "deletedAt", "endReason", "expectedEndAt", "extras", "feeCents", "garageId", "hiddenAt", "id", "licensePlate", "paidAt", "paidCents", "penaltyCents", "rateType", "spotCode", "spotId", "status", "updatedAt", "vehicleId", "vehicleType", "version") SELECT "activePlate", "activeSpotId", "chargeCount", "checkInAt", "checkOutAt", "createdAt", "deletedAt", "endReason", "expectedEndAt", "extras", "feeCents", "garageId", "hiddenAt", "id", "licensePlate", "paidAt", "paidCents", "penaltyCents", "rateType", "spotCode", "spotId", "status", "updatedAt", "vehicleId", "vehicleType", "version" FROM "ParkingSession";
DROP TABLE "ParkingSession";
ALTER TABLE "new_ParkingSession" RENAME TO "ParkingSession";
CREATE INDEX "ParkingSession_spotId_checkInAt_idx" ON "ParkingSession"("spotId" ASC, "checkInAt" ASC);
CREATE INDEX "ParkingSession_vehicleId_checkInAt_idx" ON "ParkingSession"("vehicleId" ASC, "checkInAt" ASC);
CREATE INDEX "ParkingSession_licensePlate_checkInAt_idx" ON "ParkingSession"("licensePlate" ASC, "checkInAt" ASC);
CREATE INDEX "ParkingSession_garageId_checkOutAt_idx" ON "ParkingSession"("garageId" ASC, "checkOutAt" ASC);
CREATE INDEX "ParkingSession_garageId_status_checkInAt_idx" ON "ParkingSession"("garageId" ASC, "status" ASC, "checkInAt" ASC);
CREATE UNIQUE INDEX "ParkingSession_activeSpotId_key" ON "ParkingSession"("activeSpotId" ASC);
CREATE UNIQUE INDEX "ParkingSession_activePlate_key" ON "ParkingSession"("activePlate" ASC);
CREATE TABLE "new_Payment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "amountCents" INTEGER NOT NULL,
    "refundedCents" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "idempotencyKey" TEXT NOT NULL,
    "captureKey" TEXT,
    "refundOfId" TEXT,
    "authorisationCode" TEXT,
    "declineCode" TEXT,
    "processedAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    FOREIGN KEY ("refundOfId") REFERENCES "Payment" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    FOREIGN KEY ("sessionId") REFERENCES "ParkingSession" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Payment" ("amountCents", "authorisationCode", "captureKey", "createdAt", "currency", "declineCode", "deletedAt", "garageId", "id", "idempotencyKey", "kind", "method", "number", "processedAt", "refundOfId", "refundedCents", "sessionId", "status", "updatedAt") SELECT "amountCents", "authorisationCode", "captureKey", "createdAt", "currency", "declineCode", "deletedAt", "garageId", "id", "idempotencyKey", "kind", "method", "number", "processedAt", "refundOfId", "refundedCents", "sessionId", "status", "updatedAt" FROM "Payment";
DROP TABLE "Payment";
ALTER TABLE "new_Payment" RENAME TO "Payment";
CREATE INDEX "Payment_refundOfId_idx" ON "Payment"("refundOfId" ASC);
CREATE INDEX "Payment_garageId_status_kind_idx" ON "Payment"("garageId" ASC, "status" ASC, "kind" ASC);
CREATE INDEX "Payment_garageId_processedAt_idx" ON "Payment"("garageId" ASC, "processedAt" ASC);
CREATE INDEX "Payment_sessionId_processedAt_idx" ON "Payment"("sessionId" ASC, "processedAt" ASC);
CREATE UNIQUE INDEX "Payment_captureKey_key" ON "Payment"("captureKey" ASC);
CREATE UNIQUE INDEX "Payment_idempotencyKey_key" ON "Payment"("idempotencyKey" ASC);
CREATE UNIQUE INDEX "Payment_number_key" ON "Payment"("number" ASC);
CREATE TABLE "new_JournalEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "reference" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "paymentId" TEXT,
    "occurredAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY ("paymentId") REFERENCES "Payment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    FOREIGN KEY ("sessionId") REFERENCES "ParkingSession" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_JournalEntry" ("createdAt", "garageId", "id", "kind", "occurredAt", "paymentId", "reference", "sessionId") SELECT "createdAt", "garageId", "id", "kind", "occurredAt", "paymentId", "reference", "sessionId" FROM "JournalEntry";
DROP TABLE "JournalEntry";
ALTER TABLE "new_JournalEntry" RENAME TO "JournalEntry";
CREATE INDEX "JournalEntry_paymentId_idx" ON "JournalEntry"("paymentId" ASC);
CREATE INDEX "JournalEntry_sessionId_idx" ON "JournalEntry"("sessionId" ASC);
CREATE INDEX "JournalEntry_garageId_occurredAt_idx" ON "JournalEntry"("garageId" ASC, "occurredAt" ASC);
CREATE UNIQUE INDEX "JournalEntry_reference_key" ON "JournalEntry"("reference" ASC);
CREATE TABLE "new_AuditLog" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entityType" TEXT NOT NULL,
    "entityId" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO "new_AuditLog" ("action", "actor", "at", "detail", "entityId", "entityType", "id") SELECT "action", "actor", "at", "detail", "entityId", "entityType", "id" FROM "AuditLog";
DROP TABLE "AuditLog";
ALTER TABLE "new_AuditLog" RENAME TO "AuditLog";
CREATE INDEX "AuditLog_at_idx" ON "AuditLog"("at" ASC);
CREATE INDEX "AuditLog_entityType_entityId_at_idx" ON "AuditLog"("entityType" ASC, "entityId" ASC, "at" ASC);
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
