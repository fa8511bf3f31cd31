-- CreateEnum
CREATE TYPE "DataMigrationStatus" AS ENUM ('running', 'completed', 'failed');

-- AlterTable
ALTER TABLE "ParkingSession" ADD COLUMN     "endReason" TEXT,
ADD COLUMN     "expectedEndAt" TIMESTAMP(3),
ADD COLUMN     "extras" JSONB,
ADD COLUMN     "hiddenAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Vehicle" ADD COLUMN     "color" TEXT,
ADD COLUMN     "make" TEXT,
ADD COLUMN     "model" TEXT,
ADD COLUMN     "notes" TEXT,
ADD COLUMN     "ownerEmail" TEXT,
ADD COLUMN     "ownerId" TEXT,
ADD COLUMN     "ownerName" TEXT,
ADD COLUMN     "ownerPhone" TEXT,
ADD COLUMN     "year" INTEGER;

-- CreateTable
CREATE TABLE "StoreMode" (
    "configName" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "wanted" TEXT NOT NULL,
    "refusal" TEXT,
    "shadowed" INTEGER NOT NULL DEFAULT 0,
    "diverged" INTEGER NOT NULL DEFAULT 0,
    "reconciled" INTEGER NOT NULL DEFAULT 0,
    "changedAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "StoreMode_pkey" PRIMARY KEY ("configName")
);

-- CreateTable
CREATE TABLE "StoreModeChange" (
    "id" TEXT NOT NULL,
    "configName" TEXT NOT NULL,
    "fromMode" TEXT NOT NULL,
    "toMode" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3) NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "StoreModeChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StoreServer" (
    "id" TEXT NOT NULL,
    "configName" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "StoreServer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StoreDivergence" (
    "id" TEXT NOT NULL,
    "configName" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "foundAt" TIMESTAMP(3) NOT NULL,
    "reconciledAt" TIMESTAMP(3),

    CONSTRAINT "StoreDivergence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DataMigration" (
    "id" TEXT NOT NULL,
    "configName" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "status" "DataMigrationStatus" NOT NULL,
    "done" JSONB NOT NULL,
    "total" JSONB NOT NULL,
    "report" JSONB,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "DataMigration_pkey" PRIMARY KEY ("id")
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
