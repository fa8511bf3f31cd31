-- AlterEnum
BEGIN;
CREATE TYPE "public"."PaymentStatus_new" AS ENUM ('completed', 'declined', 'partially_refunded', 'refunded');
ALTER TABLE "public"."Payment" ALTER COLUMN "status" TYPE "public"."PaymentStatus_new" USING ("status"::text::"public"."PaymentStatus_new");
ALTER TYPE "public"."PaymentStatus" RENAME TO "PaymentStatus_old";
ALTER TYPE "public"."PaymentStatus_new" RENAME TO "PaymentStatus";
DROP TYPE "PaymentStatus_old";
COMMIT;

-- AlterEnum
BEGIN;
CREATE TYPE "public"."LedgerAccount_new" AS ENUM ('cash', 'card_clearing', 'mobile_clearing', 'receivable', 'parking_revenue', 'lost_ticket_revenue', 'refunds');
ALTER TABLE "public"."LedgerLine" ALTER COLUMN "account" TYPE "public"."LedgerAccount_new" USING ("account"::text::"public"."LedgerAccount_new");
ALTER TYPE "public"."LedgerAccount" RENAME TO "LedgerAccount_old";
ALTER TYPE "public"."LedgerAccount_new" RENAME TO "LedgerAccount";
DROP TYPE "LedgerAccount_old";
COMMIT;

-- AlterEnum
BEGIN;
CREATE TYPE "public"."JournalKind_new" AS ENUM ('charge', 'capture', 'refund');
ALTER TABLE "public"."JournalEntry" ALTER COLUMN "kind" TYPE "public"."JournalKind_new" USING ("kind"::text::"public"."JournalKind_new");
ALTER TYPE "public"."JournalKind" RENAME TO "JournalKind_old";
ALTER TYPE "public"."JournalKind_new" RENAME TO "JournalKind";
DROP TYPE "JournalKind_old";
COMMIT;

-- DropForeignKey
ALTER TABLE "public"."Vehicle" DROP CONSTRAINT "Vehicle_customerId_fkey";

-- DropForeignKey
ALTER TABLE "public"."ParkingSession" DROP CONSTRAINT "ParkingSession_ratePlanId_fkey";

-- DropForeignKey
ALTER TABLE "public"."ParkingSession" DROP CONSTRAINT "ParkingSession_permitId_fkey";

-- DropForeignKey
ALTER TABLE "public"."Payment" DROP CONSTRAINT "Payment_permitId_fkey";

-- DropForeignKey
ALTER TABLE "public"."JournalEntry" DROP CONSTRAINT "JournalEntry_permitId_fkey";

-- DropForeignKey
ALTER TABLE "public"."PaymentAttempt" DROP CONSTRAINT "PaymentAttempt_garageId_fkey";

-- DropForeignKey
ALTER TABLE "public"."PaymentAttempt" DROP CONSTRAINT "PaymentAttempt_sessionId_fkey";

-- DropForeignKey
ALTER TABLE "public"."Dispute" DROP CONSTRAINT "Dispute_paymentId_fkey";

-- DropForeignKey
ALTER TABLE "public"."DayClose" DROP CONSTRAINT "DayClose_garageId_fkey";

-- DropForeignKey
ALTER TABLE "public"."Reservation" DROP CONSTRAINT "Reservation_garageId_fkey";

-- DropForeignKey
ALTER TABLE "public"."Reservation" DROP CONSTRAINT "Reservation_spotId_fkey";

-- DropForeignKey
ALTER TABLE "public"."Reservation" DROP CONSTRAINT "Reservation_sessionId_fkey";

-- DropForeignKey
ALTER TABLE "public"."RatePlan" DROP CONSTRAINT "RatePlan_garageId_fkey";

-- DropForeignKey
ALTER TABLE "public"."SurgeRule" DROP CONSTRAINT "SurgeRule_planId_fkey";

-- DropForeignKey
ALTER TABLE "public"."PlanTier" DROP CONSTRAINT "PlanTier_planId_fkey";

-- DropForeignKey
ALTER TABLE "public"."DiscountCode" DROP CONSTRAINT "DiscountCode_garageId_fkey";

-- DropForeignKey
ALTER TABLE "public"."Quote" DROP CONSTRAINT "Quote_garageId_fkey";

-- DropForeignKey
ALTER TABLE "public"."Quote" DROP CONSTRAINT "Quote_planId_fkey";

-- DropForeignKey
ALTER TABLE "public"."Permit" DROP CONSTRAINT "Permit_garageId_fkey";

-- DropForeignKey
ALTER TABLE "public"."Permit" DROP CONSTRAINT "Permit_customerId_fkey";

-- DropIndex
DROP INDEX "public"."Vehicle_customerId_idx";

-- DropIndex
DROP INDEX "public"."ParkingSession_quoteId_key";

-- DropIndex
DROP INDEX "public"."ParkingSession_ratePlanId_idx";

-- DropIndex
DROP INDEX "public"."ParkingSession_permitId_idx";

-- DropIndex
DROP INDEX "public"."Payment_permitId_idx";

-- DropIndex
DROP INDEX "public"."Payment_gatewayReference_idx";

-- DropIndex
DROP INDEX "public"."JournalEntry_permitId_idx";

-- AlterTable
ALTER TABLE "public"."Garage" DROP COLUMN "booksVersion",
DROP COLUMN "timeZone";

-- AlterTable
ALTER TABLE "public"."Spot" DROP COLUMN "calendarVersion";

-- AlterTable
ALTER TABLE "public"."Vehicle" DROP COLUMN "customerId";

-- AlterTable
ALTER TABLE "public"."ParkingSession" DROP COLUMN "discountCents",
DROP COLUMN "permitId",
DROP COLUMN "quoteId",
DROP COLUMN "ratePlanId";

-- AlterTable
ALTER TABLE "public"."Payment" DROP COLUMN "gatewayReference",
DROP COLUMN "permitId",
ALTER COLUMN "sessionId" SET NOT NULL;

-- AlterTable
ALTER TABLE "public"."JournalEntry" DROP COLUMN "permitId",
ALTER COLUMN "sessionId" SET NOT NULL;

-- AlterTable
ALTER TABLE "public"."AuditLog" DROP COLUMN "after",
DROP COLUMN "before";

-- DropTable
DROP TABLE "public"."Customer";

-- DropTable
DROP TABLE "public"."PaymentAttempt";

-- DropTable
DROP TABLE "public"."Dispute";

-- DropTable
DROP TABLE "public"."DayClose";

-- DropTable
DROP TABLE "public"."Reservation";

-- DropTable
DROP TABLE "public"."RatePlan";

-- DropTable
DROP TABLE "public"."SurgeRule";

-- DropTable
DROP TABLE "public"."PlanTier";

-- DropTable
DROP TABLE "public"."DiscountCode";

-- DropTable
DROP TABLE "public"."Quote";

-- DropTable
DROP TABLE "public"."Permit";

-- DropEnum
DROP TYPE "public"."CustomerTier";

-- DropEnum
DROP TYPE "public"."AttemptStatus";

-- DropEnum
DROP TYPE "public"."DisputeStatus";

-- DropEnum
DROP TYPE "public"."ReservationStatus";

-- DropEnum
DROP TYPE "public"."SurgeKind";

-- DropEnum
DROP TYPE "public"."DiscountKind";

-- DropEnum
DROP TYPE "public"."PermitStatus";
