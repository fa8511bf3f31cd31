-- DropIndex
DROP INDEX "public"."Vehicle_ownerId_idx";

-- AlterTable
ALTER TABLE "public"."Vehicle" DROP COLUMN "color",
DROP COLUMN "make",
DROP COLUMN "model",
DROP COLUMN "notes",
DROP COLUMN "ownerEmail",
DROP COLUMN "ownerId",
DROP COLUMN "ownerName",
DROP COLUMN "ownerPhone",
DROP COLUMN "year";

-- AlterTable
ALTER TABLE "public"."ParkingSession" DROP COLUMN "endReason",
DROP COLUMN "expectedEndAt",
DROP COLUMN "extras",
DROP COLUMN "hiddenAt";

-- DropTable
DROP TABLE "public"."StoreMode";

-- DropTable
DROP TABLE "public"."StoreModeChange";

-- DropTable
DROP TABLE "public"."StoreServer";

-- DropTable
DROP TABLE "public"."StoreDivergence";

-- DropTable
DROP TABLE "public"."DataMigration";

-- DropEnum
DROP TYPE "public"."DataMigrationStatus";
