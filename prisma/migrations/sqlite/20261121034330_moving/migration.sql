-- AlterTable
ALTER TABLE "ParkingSession" ADD COLUMN "endReason" TEXT;
ALTER TABLE "ParkingSession" ADD COLUMN "expectedEndAt" DATETIME;
ALTER TABLE "ParkingSession" ADD COLUMN "extras" JSONB;
ALTER TABLE "ParkingSession" ADD COLUMN "hiddenAt" DATETIME;

-- AlterTable
ALTER TABLE "Vehicle" ADD COLUMN "color" TEXT;
ALTER TABLE "Vehicle" ADD COLUMN "make" TEXT;
ALTER TABLE "Vehicle" ADD COLUMN "model" TEXT;
ALTER TABLE "Vehicle" ADD COLUMN "notes" TEXT;
ALTER TABLE "Vehicle" ADD COLUMN "ownerEmail" TEXT;
ALTER TABLE "Vehicle" ADD COLUMN "ownerId" TEXT;
ALTER TABLE "Vehicle" ADD COLUMN "ownerName" TEXT;
ALTER TABLE "Vehicle" ADD COLUMN "ownerPhone" TEXT;
ALTER TABLE "Vehicle" ADD COLUMN "year" INTEGER;

-- CreateTable
CREATE TABLE "StoreMode" (
    "configName" TEXT NOT NULL PRIMARY KEY,
    "mode" TEXT NOT NULL,
    "wanted" TEXT NOT NULL,
    "refusal" TEXT,
    "shadowed" INTEGER NOT NULL DEFAULT 0,
    "diverged" INTEGER NOT NULL DEFAULT 0,
    "reconciled" INTEGER NOT NULL DEFAULT 0,
    "changedAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "StoreModeChange" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "configName" TEXT NOT NULL,
    "fromMode" TEXT NOT NULL,
    "toMode" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME NOT NULL,
    "detail" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "StoreServer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "configName" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "seenAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "StoreDivergence" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "configName" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "foundAt" DATETIME NOT NULL,
    "reconciledAt" DATETIME
);

-- CreateTable
CREATE TABLE "DataMigration" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "configName" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "done" JSONB NOT NULL,
    "total" JSONB NOT NULL,
    "report" JSONB,
    "startedAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME
);

-- CreateIndex
CREATE INDEX "StoreModeChange_configName_finishedAt_idx" ON "StoreModeChange"("configName", "finishedAt");

-- CreateIndex
CREATE INDEX "StoreServer_configName_seenAt_idx" ON "StoreServer"("configName", "seenAt");

-- CreateIndex
CREATE INDEX "StoreDivergence_configName_reconciledAt_idx" ON "StoreDivergence"("configName", "reconciledAt");

-- CreateIndex
CREATE INDEX "StoreDivergence_configName_kind_key_idx" ON "StoreDivergence"("configName", "kind", "key");

-- CreateIndex
CREATE INDEX "DataMigration_configName_source_status_idx" ON "DataMigration"("configName", "source", "status");

-- CreateIndex
CREATE INDEX "Vehicle_ownerId_idx" ON "Vehicle"("ownerId");
