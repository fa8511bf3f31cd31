-- CreateEnum
CREATE TYPE "SpotType" AS ENUM ('compact', 'standard', 'oversized');

-- CreateEnum
CREATE TYPE "SpotStatus" AS ENUM ('available', 'occupied', 'reserved', 'maintenance', 'out_of_order');

-- CreateEnum
CREATE TYPE "VehicleType" AS ENUM ('compact', 'standard', 'oversized');

-- CreateEnum
CREATE TYPE "RateType" AS ENUM ('hourly', 'daily', 'monthly');

-- CreateEnum
CREATE TYPE "SessionStatus" AS ENUM ('active', 'completed', 'cancelled');

-- CreateEnum
CREATE TYPE "TicketStatus" AS ENUM ('active', 'paid', 'lost', 'cancelled');

-- CreateEnum
CREATE TYPE "PaymentKind" AS ENUM ('capture', 'refund');

-- CreateEnum
CREATE TYPE "PaymentStatus" AS ENUM ('completed', 'declined', 'partially_refunded', 'refunded');

-- CreateEnum
CREATE TYPE "PaymentMethod" AS ENUM ('cash', 'card', 'mobile');

-- CreateEnum
CREATE TYPE "LedgerAccount" AS ENUM ('cash', 'card_clearing', 'mobile_clearing', 'receivable', 'parking_revenue', 'lost_ticket_revenue', 'refunds');

-- CreateEnum
CREATE TYPE "JournalKind" AS ENUM ('charge', 'capture', 'refund');

-- CreateTable
CREATE TABLE "Garage" (
    "id" TEXT NOT NULL,
    "configName" TEXT NOT NULL,
    "activeKey" TEXT,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "standardRateCents" INTEGER NOT NULL,
    "compactRateCents" INTEGER NOT NULL,
    "oversizedRateCents" INTEGER NOT NULL,
    "evChargingRateCents" INTEGER NOT NULL,
    "spotTypes" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Garage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Floor" (
    "id" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "bays" INTEGER NOT NULL,
    "spotsPerBay" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Floor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Spot" (
    "id" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "floorId" TEXT,
    "code" TEXT NOT NULL,
    "activeCode" TEXT,
    "floor" INTEGER NOT NULL,
    "bay" INTEGER NOT NULL,
    "spotNumber" INTEGER NOT NULL,
    "type" "SpotType" NOT NULL DEFAULT 'standard',
    "status" "SpotStatus" NOT NULL DEFAULT 'available',
    "evCharging" BOOLEAN NOT NULL DEFAULT false,
    "handicap" BOOLEAN NOT NULL DEFAULT false,
    "currentVehicle" TEXT,
    "assignmentScore" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Spot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Vehicle" (
    "id" TEXT NOT NULL,
    "licensePlate" TEXT NOT NULL,
    "vehicleType" "VehicleType" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Vehicle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ParkingSession" (
    "id" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "vehicleId" TEXT NOT NULL,
    "spotId" TEXT NOT NULL,
    "spotCode" TEXT NOT NULL,
    "licensePlate" TEXT NOT NULL,
    "vehicleType" "VehicleType" NOT NULL,
    "rateType" "RateType" NOT NULL DEFAULT 'hourly',
    "status" "SessionStatus" NOT NULL DEFAULT 'active',
    "checkInAt" TIMESTAMP(3) NOT NULL,
    "checkOutAt" TIMESTAMP(3),
    "activePlate" TEXT,
    "activeSpotId" TEXT,
    "feeCents" INTEGER NOT NULL DEFAULT 0,
    "penaltyCents" INTEGER NOT NULL DEFAULT 0,
    "paidCents" INTEGER NOT NULL DEFAULT 0,
    "paidAt" TIMESTAMP(3),
    "chargeCount" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "ParkingSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Ticket" (
    "id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "status" "TicketStatus" NOT NULL DEFAULT 'active',
    "issuedAt" TIMESTAMP(3) NOT NULL,
    "lostReportedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Ticket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Payment" (
    "id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "garageId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "kind" "PaymentKind" NOT NULL,
    "status" "PaymentStatus" NOT NULL,
    "method" "PaymentMethod" NOT NULL,
    "amountCents" INTEGER NOT NULL,
    "refundedCents" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "idempotencyKey" TEXT NOT NULL,
    "captureKey" TEXT,
    "refundOfId" TEXT,
    "authorisationCode" TEXT,
    "declineCode" TEXT,
    "processedAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JournalEntry" (
    "id" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "kind" "JournalKind" NOT NULL,
    "garageId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "paymentId" TEXT,
    "occurredAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "JournalEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerLine" (
    "id" TEXT NOT NULL,
    "entryId" TEXT NOT NULL,
    "account" "LedgerAccount" NOT NULL,
    "amountCents" INTEGER NOT NULL,

    CONSTRAINT "LedgerLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyRecord" (
    "key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "response" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotencyRecord_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "AuditLog" (
    "id" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entityType" TEXT NOT NULL,
    "entityId" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditLog_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Garage_activeKey_key" ON "Garage"("activeKey");

-- CreateIndex
CREATE INDEX "Garage_configName_idx" ON "Garage"("configName");

-- CreateIndex
CREATE UNIQUE INDEX "Floor_garageId_number_key" ON "Floor"("garageId", "number");

-- CreateIndex
CREATE INDEX "Spot_garageId_status_type_assignmentScore_position_idx" ON "Spot"("garageId", "status", "type", "assignmentScore" DESC, "position");

-- CreateIndex
CREATE INDEX "Spot_garageId_floor_bay_idx" ON "Spot"("garageId", "floor", "bay");

-- CreateIndex
CREATE INDEX "Spot_floorId_idx" ON "Spot"("floorId");

-- CreateIndex
CREATE INDEX "Spot_currentVehicle_idx" ON "Spot"("currentVehicle");

-- CreateIndex
CREATE UNIQUE INDEX "Spot_garageId_activeCode_key" ON "Spot"("garageId", "activeCode");

-- CreateIndex
CREATE UNIQUE INDEX "Vehicle_licensePlate_key" ON "Vehicle"("licensePlate");

-- CreateIndex
CREATE INDEX "Vehicle_vehicleType_createdAt_idx" ON "Vehicle"("vehicleType", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ParkingSession_activePlate_key" ON "ParkingSession"("activePlate");

-- CreateIndex
CREATE UNIQUE INDEX "ParkingSession_activeSpotId_key" ON "ParkingSession"("activeSpotId");

-- CreateIndex
CREATE INDEX "ParkingSession_garageId_status_checkInAt_idx" ON "ParkingSession"("garageId", "status", "checkInAt");

-- CreateIndex
CREATE INDEX "ParkingSession_garageId_checkOutAt_idx" ON "ParkingSession"("garageId", "checkOutAt");

-- CreateIndex
CREATE INDEX "ParkingSession_licensePlate_checkInAt_idx" ON "ParkingSession"("licensePlate", "checkInAt");

-- CreateIndex
CREATE INDEX "ParkingSession_vehicleId_checkInAt_idx" ON "ParkingSession"("vehicleId", "checkInAt");

-- CreateIndex
CREATE INDEX "ParkingSession_spotId_checkInAt_idx" ON "ParkingSession"("spotId", "checkInAt");

-- CreateIndex
CREATE UNIQUE INDEX "Ticket_number_key" ON "Ticket"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Ticket_sessionId_key" ON "Ticket"("sessionId");

-- CreateIndex
CREATE INDEX "Ticket_status_issuedAt_idx" ON "Ticket"("status", "issuedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_number_key" ON "Payment"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_idempotencyKey_key" ON "Payment"("idempotencyKey");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_captureKey_key" ON "Payment"("captureKey");

-- CreateIndex
CREATE INDEX "Payment_sessionId_processedAt_idx" ON "Payment"("sessionId", "processedAt");

-- CreateIndex
CREATE INDEX "Payment_garageId_processedAt_idx" ON "Payment"("garageId", "processedAt");

-- CreateIndex
CREATE INDEX "Payment_garageId_status_kind_idx" ON "Payment"("garageId", "status", "kind");

-- CreateIndex
CREATE INDEX "Payment_refundOfId_idx" ON "Payment"("refundOfId");

-- CreateIndex
CREATE UNIQUE INDEX "JournalEntry_reference_key" ON "JournalEntry"("reference");

-- CreateIndex
CREATE INDEX "JournalEntry_garageId_occurredAt_idx" ON "JournalEntry"("garageId", "occurredAt");

-- CreateIndex
CREATE INDEX "JournalEntry_sessionId_idx" ON "JournalEntry"("sessionId");

-- CreateIndex
CREATE INDEX "JournalEntry_paymentId_idx" ON "JournalEntry"("paymentId");

-- CreateIndex
CREATE INDEX "LedgerLine_account_idx" ON "LedgerLine"("account");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerLine_entryId_account_key" ON "LedgerLine"("entryId", "account");

-- CreateIndex
CREATE INDEX "IdempotencyRecord_createdAt_idx" ON "IdempotencyRecord"("createdAt");

-- CreateIndex
CREATE INDEX "AuditLog_entityType_entityId_at_idx" ON "AuditLog"("entityType", "entityId", "at");

-- CreateIndex
CREATE INDEX "AuditLog_at_idx" ON "AuditLog"("at");

-- AddForeignKey
ALTER TABLE "Floor" ADD CONSTRAINT "Floor_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Spot" ADD CONSTRAINT "Spot_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Spot" ADD CONSTRAINT "Spot_floorId_fkey" FOREIGN KEY ("floorId") REFERENCES "Floor"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ParkingSession" ADD CONSTRAINT "ParkingSession_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ParkingSession" ADD CONSTRAINT "ParkingSession_vehicleId_fkey" FOREIGN KEY ("vehicleId") REFERENCES "Vehicle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ParkingSession" ADD CONSTRAINT "ParkingSession_spotId_fkey" FOREIGN KEY ("spotId") REFERENCES "Spot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "ParkingSession"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "ParkingSession"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_refundOfId_fkey" FOREIGN KEY ("refundOfId") REFERENCES "Payment"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "JournalEntry" ADD CONSTRAINT "JournalEntry_garageId_fkey" FOREIGN KEY ("garageId") REFERENCES "Garage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JournalEntry" ADD CONSTRAINT "JournalEntry_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "ParkingSession"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JournalEntry" ADD CONSTRAINT "JournalEntry_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerLine" ADD CONSTRAINT "LedgerLine_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "JournalEntry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
