/*
  Warnings:

  - A unique constraint covering the columns `[quoteId]` on the table `ParkingSession` will be added. If there are existing duplicate values, this will fail.

*/
-- CreateEnum
CREATE TYPE "CustomerTier" AS ENUM ('basic', 'premium', 'vip', 'corporate');

-- CreateEnum
CREATE TYPE "AttemptStatus" AS ENUM ('pending', 'booked', 'declined', 'failed', 'voiding', 'voided');

-- CreateEnum
CREATE TYPE "DisputeStatus" AS ENUM ('open', 'won', 'lost');

-- CreateEnum
CREATE TYPE "ReservationStatus" AS ENUM ('active', 'used', 'completed', 'cancelled', 'expired', 'no_show');

-- CreateEnum
CREATE TYPE "SurgeKind" AS ENUM ('window', 'occupancy', 'ev_charging');

-- CreateEnum
CREATE TYPE "DiscountKind" AS ENUM ('percent', 'amount');

-- CreateEnum
CREATE TYPE "PermitStatus" AS ENUM ('active', 'cancelled', 'expired');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "JournalKind" ADD VALUE 'dispute';
ALTER TYPE "JournalKind" ADD VALUE 'close';

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "LedgerAccount" ADD VALUE 'permit_revenue';
ALTER TYPE "LedgerAccount" ADD VALUE 'disputed_funds';
ALTER TYPE "LedgerAccount" ADD VALUE 'chargeback_losses';
ALTER TYPE "LedgerAccount" ADD VALUE 'cash_over_short';

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "PaymentStatus" ADD VALUE 'failed';
ALTER TYPE "PaymentStatus" ADD VALUE 'disputed';
ALTER TYPE "PaymentStatus" ADD VALUE 'charged_back';

-- AlterTable
ALTER TABLE "AuditLog" ADD COLUMN     "after" JSONB,
ADD COLUMN     "before" JSONB;

-- AlterTable
ALTER TABLE "Garage" ADD COLUMN     "booksVersion" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "timeZone" TEXT NOT NULL DEFAULT 'UTC';

-- AlterTable
ALTER TABLE "JournalEntry" ADD COLUMN     "permitId" TEXT,
ALTER COLUMN "sessionId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "ParkingSession" ADD COLUMN     "discountCents" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "permitId" TEXT,
ADD COLUMN     "quoteId" TEXT,
ADD COLUMN     "ratePlanId" TEXT;

-- AlterTable
ALTER TABLE "Payment" ADD COLUMN     "gatewayReference" TEXT,
ADD COLUMN     "permitId" TEXT,
ALTER COLUMN "sessionId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Spot" ADD COLUMN     "calendarVersion" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Vehicle" ADD COLUMN     "customerId" TEXT;

-- CreateTable
CREATE TABLE "Customer" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "activeEmail" TEXT,
    "tier" "CustomerTier" NOT NULL DEFAULT 'basic',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PaymentAttempt" (
    "id" TEXT NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "sessionId" TEXT,
    "permitId" TEXT,
    "method" "PaymentMethod" NOT NULL,
    "amountCents" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "status" "AttemptStatus" NOT NULL DEFAULT 'pending',
    "gatewayReference" TEXT,
    "failureCode" TEXT,
    "pricedAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PaymentAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Dispute" (
    "id" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "paymentId" TEXT NOT NULL,
    "amountCents" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "status" "DisputeStatus" NOT NULL DEFAULT 'open',
    "openedAt" TIMESTAMP(3) NOT NULL,
    "resolvedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DayClose" (
    "id" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "startsAt" TIMESTAMP(3) NOT NULL,
    "endsAt" TIMESTAMP(3) NOT NULL,
    "expectedCashCents" INTEGER NOT NULL,
    "countedCashCents" INTEGER NOT NULL,
    "varianceCents" INTEGER NOT NULL,
    "closedBy" TEXT NOT NULL,
    "closedAt" TIMESTAMP(3) NOT NULL,
    "figures" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DayClose_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reservation" (
    "id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "spotId" TEXT NOT NULL,
    "spotCode" TEXT NOT NULL,
    "licensePlate" TEXT NOT NULL,
    "vehicleType" "VehicleType" NOT NULL,
    "status" "ReservationStatus" NOT NULL DEFAULT 'active',
    "startsAt" TIMESTAMP(3) NOT NULL,
    "endsAt" TIMESTAMP(3) NOT NULL,
    "holdUntil" TIMESTAMP(3) NOT NULL,
    "sessionId" TEXT,
    "reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,
    "closedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Reservation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RatePlan" (
    "id" TEXT NOT NULL,
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
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "RatePlan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SurgeRule" (
    "id" TEXT NOT NULL,
    "planId" TEXT NOT NULL,
    "kind" "SurgeKind" NOT NULL,
    "percent" INTEGER NOT NULL,
    "weekdays" INTEGER NOT NULL DEFAULT 0,
    "startMinute" INTEGER NOT NULL DEFAULT 0,
    "endMinute" INTEGER NOT NULL DEFAULT 0,
    "occupancyPercent" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "SurgeRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlanTier" (
    "id" TEXT NOT NULL,
    "planId" TEXT NOT NULL,
    "tier" "CustomerTier" NOT NULL,
    "discountPercent" INTEGER NOT NULL DEFAULT 0,
    "graceMinutes" INTEGER NOT NULL DEFAULT 0,
    "freeHours" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "PlanTier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DiscountCode" (
    "id" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "activeCode" TEXT,
    "kind" "DiscountKind" NOT NULL,
    "value" INTEGER NOT NULL,
    "minimumCents" INTEGER NOT NULL DEFAULT 0,
    "maximumCents" INTEGER,
    "spotTypes" JSONB NOT NULL,
    "tiers" JSONB NOT NULL,
    "validFrom" TIMESTAMP(3),
    "validUntil" TIMESTAMP(3),
    "usageLimit" INTEGER,
    "usedCount" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "DiscountCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Quote" (
    "id" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "sessionId" TEXT,
    "licensePlate" TEXT,
    "planId" TEXT,
    "discountCode" TEXT,
    "amountCents" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "pricedFrom" TIMESTAMP(3) NOT NULL,
    "pricedUntil" TIMESTAMP(3) NOT NULL,
    "issuedAt" TIMESTAMP(3) NOT NULL,
    "validUntil" TIMESTAMP(3) NOT NULL,
    "breakdown" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Quote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Permit" (
    "id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "customerId" TEXT,
    "licensePlate" TEXT NOT NULL,
    "activeKey" TEXT,
    "status" "PermitStatus" NOT NULL DEFAULT 'active',
    "startsAt" TIMESTAMP(3) NOT NULL,
    "endsAt" TIMESTAMP(3) NOT NULL,
    "months" INTEGER NOT NULL DEFAULT 1,
    "priceCents" INTEGER NOT NULL,
    "paidCents" INTEGER NOT NULL DEFAULT 0,
    "autoRenew" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Permit_pkey" PRIMARY KEY ("id")
);

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

-- CreateIndex
CREATE INDEX "JournalEntry_permitId_idx" ON "JournalEntry"("permitId");

-- CreateIndex
CREATE UNIQUE INDEX "ParkingSession_quoteId_key" ON "ParkingSession"("quoteId");

-- CreateIndex
CREATE INDEX "ParkingSession_ratePlanId_idx" ON "ParkingSession"("ratePlanId");

-- CreateIndex
CREATE INDEX "ParkingSession_permitId_idx" ON "ParkingSession"("permitId");

-- CreateIndex
CREATE INDEX "Payment_permitId_idx" ON "Payment"("permitId");

-- CreateIndex
CREATE INDEX "Payment_gatewayReference_idx" ON "Payment"("gatewayReference");

-- CreateIndex
CREATE INDEX "Vehicle_customerId_idx" ON "Vehicle"("customerId");

-- AddForeignKey
ALTER TABLE "Vehicle" ADD CONSTRAINT "Vehicle_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ParkingSession" ADD CONSTRAINT "ParkingSession_ratePlanId_fkey" FOREIGN KEY ("ratePlanId") REFERENCES "RatePlan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ParkingSession" ADD CONSTRAINT "ParkingSession_permitId_fkey" FOREIGN KEY ("permitId") REFERENCES "Permit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_permitId_fkey" FOREIGN KEY ("permitId") REFERENCES "Permit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JournalEntry" ADD CONSTRAINT "JournalEntry_permitId_fkey" FOREIGN KEY ("permitId") REFERENCES "Permit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PaymentAttempt" ADD CONSTRAINT "PaymentAttempt_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PaymentAttempt" ADD CONSTRAINT "PaymentAttempt_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "ParkingSession"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Dispute" ADD CONSTRAINT "Dispute_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DayClose" ADD CONSTRAINT "DayClose_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reservation" ADD CONSTRAINT "Reservation_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reservation" ADD CONSTRAINT "Reservation_spotId_fkey" FOREIGN KEY ("spotId") REFERENCES "Spot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reservation" ADD CONSTRAINT "Reservation_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "ParkingSession"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RatePlan" ADD CONSTRAINT "RatePlan_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SurgeRule" ADD CONSTRAINT "SurgeRule_planId_fkey" FOREIGN KEY ("planId") REFERENCES "RatePlan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlanTier" ADD CONSTRAINT "PlanTier_planId_fkey" FOREIGN KEY ("planId") REFERENCES "RatePlan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DiscountCode" ADD CONSTRAINT "DiscountCode_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Quote" ADD CONSTRAINT "Quote_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Quote" ADD CONSTRAINT "Quote_planId_fkey" FOREIGN KEY ("planId") REFERENCES "RatePlan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Permit" ADD CONSTRAINT "Permit_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Permit" ADD CONSTRAINT "Permit_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Written by hand: Prisma's schema language has no CHECK constraints.
ALTER TABLE "Garage"
    ADD CONSTRAINT "Garage_check1" CHECK ("standardRateCents" >= 0 AND "compactRateCents" >= 0 AND "oversizedRateCents" >= 0 AND "evChargingRateCents" >= 0);
ALTER TABLE "ParkingSession"
    ADD CONSTRAINT "ParkingSession_check1" CHECK ("feeCents" >= 0 AND "penaltyCents" >= 0 AND "discountCents" >= 0 AND "chargeCount" >= 0),
    ADD CONSTRAINT "ParkingSession_check2" CHECK ("paidCents" >= 0 AND "paidCents" <= "feeCents" + "penaltyCents");
ALTER TABLE "Payment"
    ADD CONSTRAINT "Payment_check1" CHECK ("amountCents" > 0),
    ADD CONSTRAINT "Payment_check2" CHECK ("refundedCents" >= 0 AND "refundedCents" <= "amountCents");
ALTER TABLE "PaymentAttempt"
    ADD CONSTRAINT "PaymentAttempt_check1" CHECK ("amountCents" > 0);
ALTER TABLE "Dispute"
    ADD CONSTRAINT "Dispute_check1" CHECK ("amountCents" > 0);
ALTER TABLE "DayClose"
    ADD CONSTRAINT "DayClose_check1" CHECK ("countedCashCents" >= 0),
    ADD CONSTRAINT "DayClose_check2" CHECK ("varianceCents" = "countedCashCents" - "expectedCashCents"),
    ADD CONSTRAINT "DayClose_check3" CHECK ("endsAt" > "startsAt");
ALTER TABLE "Reservation"
    ADD CONSTRAINT "Reservation_check1" CHECK ("endsAt" > "startsAt" AND "holdUntil" >= "startsAt");
ALTER TABLE "RatePlan"
    ADD CONSTRAINT "RatePlan_check1" CHECK ("compactHourlyCents" >= 0 AND "standardHourlyCents" >= 0 AND "oversizedHourlyCents" >= 0 AND "evPremiumCents" >= 0 AND "handicapPremiumCents" >= 0 AND "minimumCents" >= 0),
    ADD CONSTRAINT "RatePlan_check2" CHECK ("dailyPercent" >= 0 AND "monthlyPercent" >= 0 AND "graceMinutes" >= 0 AND "surgeCapPercent" >= 100);
ALTER TABLE "SurgeRule"
    ADD CONSTRAINT "SurgeRule_check1" CHECK ("percent" >= 100);
ALTER TABLE "PlanTier"
    ADD CONSTRAINT "PlanTier_check1" CHECK ("discountPercent" >= 0 AND "discountPercent" <= 100 AND "graceMinutes" >= 0 AND "freeHours" >= 0);
ALTER TABLE "DiscountCode"
    ADD CONSTRAINT "DiscountCode_check1" CHECK ("value" > 0 AND ("kind" <> 'percent' OR "value" <= 100)),
    ADD CONSTRAINT "DiscountCode_check2" CHECK ("minimumCents" >= 0 AND ("maximumCents" IS NULL OR "maximumCents" >= 0)),
    ADD CONSTRAINT "DiscountCode_check3" CHECK ("usedCount" >= 0 AND ("usageLimit" IS NULL OR "usedCount" <= "usageLimit"));
ALTER TABLE "Quote"
    ADD CONSTRAINT "Quote_check1" CHECK ("amountCents" >= 0),
    ADD CONSTRAINT "Quote_check2" CHECK ("validUntil" > "issuedAt" AND "pricedUntil" >= "pricedFrom");
ALTER TABLE "Permit"
    ADD CONSTRAINT "Permit_check1" CHECK ("priceCents" >= 0 AND "paidCents" >= 0 AND "paidCents" <= "priceCents"),
    ADD CONSTRAINT "Permit_check2" CHECK ("endsAt" > "startsAt");
