-- The CHECK constraints are written by hand: Prisma's schema language has none. A later migration that
-- rebuilds one of these tables must repeat them; a test of the money rules fails if it does not.

-- AlterTable
ALTER TABLE "AuditLog" ADD COLUMN "after" JSONB;
ALTER TABLE "AuditLog" ADD COLUMN "before" JSONB;

-- CreateTable
CREATE TABLE "Customer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "activeEmail" TEXT,
    "tier" TEXT NOT NULL DEFAULT 'basic',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME
);

-- CreateTable
CREATE TABLE "PaymentAttempt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "idempotencyKey" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "sessionId" TEXT,
    "permitId" TEXT,
    "method" TEXT NOT NULL,
    "amountCents" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "status" TEXT NOT NULL DEFAULT 'pending',
    "gatewayReference" TEXT,
    "failureCode" TEXT,
    "pricedAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "PaymentAttempt_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "PaymentAttempt_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "ParkingSession" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "PaymentAttempt_check1" CHECK ("amountCents" > 0)
);

-- CreateTable
CREATE TABLE "Dispute" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "reference" TEXT NOT NULL,
    "paymentId" TEXT NOT NULL,
    "amountCents" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "openedAt" DATETIME NOT NULL,
    "resolvedAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Dispute_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Dispute_check1" CHECK ("amountCents" > 0)
);

-- CreateTable
CREATE TABLE "DayClose" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "garageId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "endsAt" DATETIME NOT NULL,
    "expectedCashCents" INTEGER NOT NULL,
    "countedCashCents" INTEGER NOT NULL,
    "varianceCents" INTEGER NOT NULL,
    "closedBy" TEXT NOT NULL,
    "closedAt" DATETIME NOT NULL,
    "figures" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "DayClose_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "DayClose_check1" CHECK ("countedCashCents" >= 0),
    CONSTRAINT "DayClose_check2" CHECK ("varianceCents" = "countedCashCents" - "expectedCashCents"),
    CONSTRAINT "DayClose_check3" CHECK ("endsAt" > "startsAt")
);

-- CreateTable
CREATE TABLE "Reservation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "spotId" TEXT NOT NULL,
    "spotCode" TEXT NOT NULL,
    "licensePlate" TEXT NOT NULL,
    "vehicleType" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "startsAt" DATETIME NOT NULL,
    "endsAt" DATETIME NOT NULL,
    "holdUntil" DATETIME NOT NULL,
    "sessionId" TEXT,
    "reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,
    "closedAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    CONSTRAINT "Reservation_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Reservation_spotId_fkey" FOREIGN KEY ("spotId") REFERENCES "Spot" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Reservation_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "ParkingSession" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Reservation_check1" CHECK ("endsAt" > "startsAt" AND "holdUntil" >= "startsAt")
);

-- CreateTable
CREATE TABLE "RatePlan" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "garageId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "activeCode" TEXT,
    "defaultKey" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "compactHourlyCents" INTEGER NOT NULL,
    "standardHourlyCents" INTEGER NOT NULL,
    "oversizedHourlyCents" INTEGER NOT NULL,
    "evPremiumCents" INTEGER NOT NULL DEFAULT 0,
    "handicapPremiumCents" INTEGER NOT NULL DEFAULT 0,
    "dailyPercent" INTEGER NOT NULL DEFAULT 80,
    "dailyCapHours" INTEGER,
    "monthlyPercent" INTEGER NOT NULL DEFAULT 60,
    "monthlyCapHours" INTEGER,
    "dayCapCents" INTEGER,
    "minimumCents" INTEGER NOT NULL DEFAULT 0,
    "graceMinutes" INTEGER NOT NULL DEFAULT 0,
    "surgeCapPercent" INTEGER NOT NULL DEFAULT 300,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    CONSTRAINT "RatePlan_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "RatePlan_check1" CHECK ("compactHourlyCents" >= 0 AND "standardHourlyCents" >= 0 AND "oversizedHourlyCents" >= 0 AND "evPremiumCents" >= 0 AND "handicapPremiumCents" >= 0 AND "minimumCents" >= 0),
    CONSTRAINT "RatePlan_check2" CHECK ("dailyPercent" >= 0 AND "monthlyPercent" >= 0 AND "graceMinutes" >= 0 AND "surgeCapPercent" >= 100)
);

-- CreateTable
CREATE TABLE "SurgeRule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "planId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "percent" INTEGER NOT NULL,
    "weekdays" INTEGER NOT NULL DEFAULT 0,
    "startMinute" INTEGER NOT NULL DEFAULT 0,
    "endMinute" INTEGER NOT NULL DEFAULT 0,
    "occupancyPercent" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "SurgeRule_planId_fkey" FOREIGN KEY ("planId") REFERENCES "RatePlan" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "SurgeRule_check1" CHECK ("percent" >= 100)
);

-- CreateTable
CREATE TABLE "PlanTier" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "planId" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "discountPercent" INTEGER NOT NULL DEFAULT 0,
    "graceMinutes" INTEGER NOT NULL DEFAULT 0,
    "freeHours" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "PlanTier_planId_fkey" FOREIGN KEY ("planId") REFERENCES "RatePlan" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "PlanTier_check1" CHECK ("discountPercent" >= 0 AND "discountPercent" <= 100 AND "graceMinutes" >= 0 AND "freeHours" >= 0)
);

-- CreateTable
CREATE TABLE "DiscountCode" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "garageId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "activeCode" TEXT,
    "kind" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    "minimumCents" INTEGER NOT NULL DEFAULT 0,
    "maximumCents" INTEGER,
    "spotTypes" JSONB NOT NULL,
    "tiers" JSONB NOT NULL,
    "validFrom" DATETIME,
    "validUntil" DATETIME,
    "usageLimit" INTEGER,
    "usedCount" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    CONSTRAINT "DiscountCode_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "DiscountCode_check1" CHECK ("value" > 0 AND ("kind" <> 'percent' OR "value" <= 100)),
    CONSTRAINT "DiscountCode_check2" CHECK ("minimumCents" >= 0 AND ("maximumCents" IS NULL OR "maximumCents" >= 0)),
    CONSTRAINT "DiscountCode_check3" CHECK ("usedCount" >= 0 AND ("usageLimit" IS NULL OR "usedCount" <= "usageLimit"))
);

-- CreateTable
CREATE TABLE "Quote" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "garageId" TEXT NOT NULL,
    "sessionId" TEXT,
    "licensePlate" TEXT,
    "planId" TEXT,
    "discountCode" TEXT,
    "amountCents" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "pricedFrom" DATETIME NOT NULL,
    "pricedUntil" DATETIME NOT NULL,
    "issuedAt" DATETIME NOT NULL,
    "validUntil" DATETIME NOT NULL,
    "breakdown" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Quote_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Quote_planId_fkey" FOREIGN KEY ("planId") REFERENCES "RatePlan" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Quote_check1" CHECK ("amountCents" >= 0),
    CONSTRAINT "Quote_check2" CHECK ("validUntil" > "issuedAt" AND "pricedUntil" >= "pricedFrom")
);

-- CreateTable
CREATE TABLE "Permit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "customerId" TEXT,
    "licensePlate" TEXT NOT NULL,
    "activeKey" TEXT,
    "status" TEXT NOT NULL DEFAULT 'active',
    "startsAt" DATETIME NOT NULL,
    "endsAt" DATETIME NOT NULL,
    "months" INTEGER NOT NULL DEFAULT 1,
    "priceCents" INTEGER NOT NULL,
    "paidCents" INTEGER NOT NULL DEFAULT 0,
    "autoRenew" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    CONSTRAINT "Permit_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Permit_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Permit_check1" CHECK ("priceCents" >= 0 AND "paidCents" >= 0 AND "paidCents" <= "priceCents"),
    CONSTRAINT "Permit_check2" CHECK ("endsAt" > "startsAt")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Garage" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "configName" TEXT NOT NULL,
    "activeKey" TEXT,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "booksVersion" INTEGER NOT NULL DEFAULT 0,
    "standardRateCents" INTEGER NOT NULL,
    "compactRateCents" INTEGER NOT NULL,
    "oversizedRateCents" INTEGER NOT NULL,
    "evChargingRateCents" INTEGER NOT NULL,
    "spotTypes" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    CONSTRAINT "Garage_check1" CHECK ("standardRateCents" >= 0 AND "compactRateCents" >= 0 AND "oversizedRateCents" >= 0 AND "evChargingRateCents" >= 0)
);
INSERT INTO "new_Garage" ("activeKey", "compactRateCents", "configName", "createdAt", "currency", "deletedAt", "evChargingRateCents", "id", "name", "oversizedRateCents", "spotTypes", "standardRateCents", "updatedAt") SELECT "activeKey", "compactRateCents", "configName", "createdAt", "currency", "deletedAt", "evChargingRateCents", "id", "name", "oversizedRateCents", "spotTypes", "standardRateCents", "updatedAt" FROM "Garage";
DROP TABLE "Garage";
ALTER TABLE "new_Garage" RENAME TO "Garage";
CREATE UNIQUE INDEX "Garage_activeKey_key" ON "Garage"("activeKey");
CREATE INDEX "Garage_configName_idx" ON "Garage"("configName");
CREATE TABLE "new_JournalEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "reference" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "sessionId" TEXT,
    "permitId" TEXT,
    "paymentId" TEXT,
    "occurredAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "JournalEntry_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "JournalEntry_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "ParkingSession" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "JournalEntry_permitId_fkey" FOREIGN KEY ("permitId") REFERENCES "Permit" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "JournalEntry_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_JournalEntry" ("createdAt", "garageId", "id", "kind", "occurredAt", "paymentId", "reference", "sessionId") SELECT "createdAt", "garageId", "id", "kind", "occurredAt", "paymentId", "reference", "sessionId" FROM "JournalEntry";
DROP TABLE "JournalEntry";
ALTER TABLE "new_JournalEntry" RENAME TO "JournalEntry";
CREATE UNIQUE INDEX "JournalEntry_reference_key" ON "JournalEntry"("reference");
CREATE INDEX "JournalEntry_permitId_idx" ON "JournalEntry"("permitId");
CREATE INDEX "JournalEntry_garageId_occurredAt_idx" ON "JournalEntry"("garageId", "occurredAt");
CREATE INDEX "JournalEntry_sessionId_idx" ON "JournalEntry"("sessionId");
CREATE INDEX "JournalEntry_paymentId_idx" ON "JournalEntry"("paymentId");
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
    "discountCents" INTEGER NOT NULL DEFAULT 0,
    "ratePlanId" TEXT,
    "quoteId" TEXT,
    "permitId" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,
    "expectedEndAt" DATETIME,
    "endReason" TEXT,
    "extras" JSONB,
    "hiddenAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    CONSTRAINT "ParkingSession_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ParkingSession_vehicleId_fkey" FOREIGN KEY ("vehicleId") REFERENCES "Vehicle" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ParkingSession_spotId_fkey" FOREIGN KEY ("spotId") REFERENCES "Spot" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ParkingSession_ratePlanId_fkey" FOREIGN KEY ("ratePlanId") REFERENCES "RatePlan" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ParkingSession_permitId_fkey" FOREIGN KEY ("permitId") REFERENCES "Permit" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ParkingSession_check1" CHECK ("feeCents" >= 0 AND "penaltyCents" >= 0 AND "discountCents" >= 0 AND "chargeCount" >= 0),
    CONSTRAINT "ParkingSession_check2" CHECK ("paidCents" >= 0 AND "paidCents" <= "feeCents" + "penaltyCents")
);
INSERT INTO "new_ParkingSession" ("activePlate", "activeSpotId", "chargeCount", "checkInAt", "checkOutAt", "createdAt", "deletedAt", "endReason", "expectedEndAt", "extras", "feeCents", "garageId", "hiddenAt", "id", "licensePlate", "paidAt", "paidCents", "penaltyCents", "rateType", "spotCode", "spotId", "status", "updatedAt", "vehicleId", "vehicleType", "version") SELECT "activePlate", "activeSpotId", "chargeCount", "checkInAt", "checkOutAt", "createdAt", "deletedAt", "endReason", "expectedEndAt", "extras", "feeCents", "garageId", "hiddenAt", "id", "licensePlate", "paidAt", "paidCents", "penaltyCents", "rateType", "spotCode", "spotId", "status", "updatedAt", "vehicleId", "vehicleType", "version" FROM "ParkingSession";
DROP TABLE "ParkingSession";
ALTER TABLE "new_ParkingSession" RENAME TO "ParkingSession";
CREATE UNIQUE INDEX "ParkingSession_activePlate_key" ON "ParkingSession"("activePlate");
CREATE UNIQUE INDEX "ParkingSession_activeSpotId_key" ON "ParkingSession"("activeSpotId");
CREATE UNIQUE INDEX "ParkingSession_quoteId_key" ON "ParkingSession"("quoteId");
CREATE INDEX "ParkingSession_ratePlanId_idx" ON "ParkingSession"("ratePlanId");
CREATE INDEX "ParkingSession_permitId_idx" ON "ParkingSession"("permitId");
CREATE INDEX "ParkingSession_garageId_status_checkInAt_idx" ON "ParkingSession"("garageId", "status", "checkInAt");
CREATE INDEX "ParkingSession_garageId_checkOutAt_idx" ON "ParkingSession"("garageId", "checkOutAt");
CREATE INDEX "ParkingSession_licensePlate_checkInAt_idx" ON "ParkingSession"("licensePlate", "checkInAt");
CREATE INDEX "ParkingSession_vehicleId_checkInAt_idx" ON "ParkingSession"("vehicleId", "checkInAt");
CREATE INDEX "ParkingSession_spotId_checkInAt_idx" ON "ParkingSession"("spotId", "checkInAt");
CREATE TABLE "new_Payment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "sessionId" TEXT,
    "permitId" TEXT,
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
    "gatewayReference" TEXT,
    "processedAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    CONSTRAINT "Payment_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Payment_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "ParkingSession" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Payment_permitId_fkey" FOREIGN KEY ("permitId") REFERENCES "Permit" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Payment_refundOfId_fkey" FOREIGN KEY ("refundOfId") REFERENCES "Payment" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "Payment_check1" CHECK ("amountCents" > 0),
    CONSTRAINT "Payment_check2" CHECK ("refundedCents" >= 0 AND "refundedCents" <= "amountCents")
);
INSERT INTO "new_Payment" ("amountCents", "authorisationCode", "captureKey", "createdAt", "currency", "declineCode", "deletedAt", "garageId", "id", "idempotencyKey", "kind", "method", "number", "processedAt", "refundOfId", "refundedCents", "sessionId", "status", "updatedAt") SELECT "amountCents", "authorisationCode", "captureKey", "createdAt", "currency", "declineCode", "deletedAt", "garageId", "id", "idempotencyKey", "kind", "method", "number", "processedAt", "refundOfId", "refundedCents", "sessionId", "status", "updatedAt" FROM "Payment";
DROP TABLE "Payment";
ALTER TABLE "new_Payment" RENAME TO "Payment";
CREATE UNIQUE INDEX "Payment_number_key" ON "Payment"("number");
CREATE UNIQUE INDEX "Payment_idempotencyKey_key" ON "Payment"("idempotencyKey");
CREATE UNIQUE INDEX "Payment_captureKey_key" ON "Payment"("captureKey");
CREATE INDEX "Payment_permitId_idx" ON "Payment"("permitId");
CREATE INDEX "Payment_gatewayReference_idx" ON "Payment"("gatewayReference");
CREATE INDEX "Payment_sessionId_processedAt_idx" ON "Payment"("sessionId", "processedAt");
CREATE INDEX "Payment_garageId_processedAt_idx" ON "Payment"("garageId", "processedAt");
CREATE INDEX "Payment_garageId_status_kind_idx" ON "Payment"("garageId", "status", "kind");
CREATE INDEX "Payment_refundOfId_idx" ON "Payment"("refundOfId");
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
    "calendarVersion" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    CONSTRAINT "Spot_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Spot_floorId_fkey" FOREIGN KEY ("floorId") REFERENCES "Floor" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Spot" ("activeCode", "assignmentScore", "bay", "code", "createdAt", "currentVehicle", "deletedAt", "evCharging", "floor", "floorId", "garageId", "handicap", "id", "position", "spotNumber", "status", "type", "updatedAt") SELECT "activeCode", "assignmentScore", "bay", "code", "createdAt", "currentVehicle", "deletedAt", "evCharging", "floor", "floorId", "garageId", "handicap", "id", "position", "spotNumber", "status", "type", "updatedAt" FROM "Spot";
DROP TABLE "Spot";
ALTER TABLE "new_Spot" RENAME TO "Spot";
CREATE INDEX "Spot_garageId_status_type_assignmentScore_position_idx" ON "Spot"("garageId", "status", "type", "assignmentScore" DESC, "position");
CREATE INDEX "Spot_garageId_floor_bay_idx" ON "Spot"("garageId", "floor", "bay");
CREATE INDEX "Spot_floorId_idx" ON "Spot"("floorId");
CREATE INDEX "Spot_currentVehicle_idx" ON "Spot"("currentVehicle");
CREATE UNIQUE INDEX "Spot_garageId_activeCode_key" ON "Spot"("garageId", "activeCode");
CREATE TABLE "new_Vehicle" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "licensePlate" TEXT NOT NULL,
    "vehicleType" TEXT NOT NULL,
    "make" TEXT,
    "model" TEXT,
    "color" TEXT,
    "year" INTEGER,
    "ownerId" TEXT,
    "ownerName" TEXT,
    "ownerEmail" TEXT,
    "ownerPhone" TEXT,
    "notes" TEXT,
    "customerId" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    CONSTRAINT "Vehicle_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Vehicle" ("color", "createdAt", "deletedAt", "id", "licensePlate", "make", "model", "notes", "ownerEmail", "ownerId", "ownerName", "ownerPhone", "updatedAt", "vehicleType", "year") SELECT "color", "createdAt", "deletedAt", "id", "licensePlate", "make", "model", "notes", "ownerEmail", "ownerId", "ownerName", "ownerPhone", "updatedAt", "vehicleType", "year" FROM "Vehicle";
DROP TABLE "Vehicle";
ALTER TABLE "new_Vehicle" RENAME TO "Vehicle";
CREATE UNIQUE INDEX "Vehicle_licensePlate_key" ON "Vehicle"("licensePlate");
CREATE INDEX "Vehicle_vehicleType_createdAt_idx" ON "Vehicle"("vehicleType", "createdAt");
CREATE INDEX "Vehicle_ownerId_idx" ON "Vehicle"("ownerId");
CREATE INDEX "Vehicle_customerId_idx" ON "Vehicle"("customerId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "Customer_activeEmail_key" ON "Customer"("activeEmail");

-- CreateIndex
CREATE INDEX "Customer_tier_idx" ON "Customer"("tier");

-- CreateIndex
CREATE UNIQUE INDEX "PaymentAttempt_idempotencyKey_key" ON "PaymentAttempt"("idempotencyKey");

-- CreateIndex
CREATE INDEX "PaymentAttempt_garageId_status_createdAt_idx" ON "PaymentAttempt"("garageId", "status", "createdAt");

-- CreateIndex
CREATE INDEX "PaymentAttempt_sessionId_idx" ON "PaymentAttempt"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "Dispute_reference_key" ON "Dispute"("reference");

-- CreateIndex
CREATE INDEX "Dispute_paymentId_idx" ON "Dispute"("paymentId");

-- CreateIndex
CREATE INDEX "Dispute_status_openedAt_idx" ON "Dispute"("status", "openedAt");

-- CreateIndex
CREATE INDEX "DayClose_garageId_startsAt_idx" ON "DayClose"("garageId", "startsAt");

-- CreateIndex
CREATE UNIQUE INDEX "DayClose_garageId_day_key" ON "DayClose"("garageId", "day");

-- CreateIndex
CREATE UNIQUE INDEX "Reservation_number_key" ON "Reservation"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Reservation_sessionId_key" ON "Reservation"("sessionId");

-- CreateIndex
CREATE INDEX "Reservation_spotId_status_startsAt_idx" ON "Reservation"("spotId", "status", "startsAt");

-- CreateIndex
CREATE INDEX "Reservation_garageId_status_holdUntil_idx" ON "Reservation"("garageId", "status", "holdUntil");

-- CreateIndex
CREATE INDEX "Reservation_garageId_startsAt_idx" ON "Reservation"("garageId", "startsAt");

-- CreateIndex
CREATE INDEX "Reservation_licensePlate_status_idx" ON "Reservation"("licensePlate", "status");

-- CreateIndex
CREATE UNIQUE INDEX "RatePlan_garageId_activeCode_key" ON "RatePlan"("garageId", "activeCode");

-- CreateIndex
CREATE UNIQUE INDEX "RatePlan_garageId_defaultKey_key" ON "RatePlan"("garageId", "defaultKey");

-- CreateIndex
CREATE UNIQUE INDEX "RatePlan_garageId_code_version_key" ON "RatePlan"("garageId", "code", "version");

-- CreateIndex
CREATE INDEX "SurgeRule_planId_idx" ON "SurgeRule"("planId");

-- CreateIndex
CREATE UNIQUE INDEX "PlanTier_planId_tier_key" ON "PlanTier"("planId", "tier");

-- CreateIndex
CREATE UNIQUE INDEX "DiscountCode_garageId_activeCode_key" ON "DiscountCode"("garageId", "activeCode");

-- CreateIndex
CREATE INDEX "Quote_garageId_issuedAt_idx" ON "Quote"("garageId", "issuedAt");

-- CreateIndex
CREATE INDEX "Quote_planId_idx" ON "Quote"("planId");

-- CreateIndex
CREATE INDEX "Quote_sessionId_idx" ON "Quote"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "Permit_number_key" ON "Permit"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Permit_activeKey_key" ON "Permit"("activeKey");

-- CreateIndex
CREATE INDEX "Permit_garageId_status_endsAt_idx" ON "Permit"("garageId", "status", "endsAt");

-- CreateIndex
CREATE INDEX "Permit_licensePlate_endsAt_idx" ON "Permit"("licensePlate", "endsAt");

-- CreateIndex
CREATE INDEX "Permit_customerId_idx" ON "Permit"("customerId");
