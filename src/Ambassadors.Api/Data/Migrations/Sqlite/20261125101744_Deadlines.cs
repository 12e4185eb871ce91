using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Deadlines : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "confirmed_at",
                table: "offers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "clock_ends_at",
                table: "applications",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "rejected_by_silence_at",
                table: "applications",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_offers_status_confirmed_at",
                table: "offers",
                columns: new[] { "status", "confirmed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_status_clock_ends_at",
                table: "applications",
                columns: new[] { "status", "clock_ends_at" });

            // What is in the pool already is taken to be confirmed when it was last changed: one that was forgotten long ago is paused after two reminders, in a fortnight at the soonest.
            migrationBuilder.Sql("UPDATE offers SET confirmed_at = updated_at WHERE status = 'published'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_offers_status_confirmed_at",
                table: "offers");

            migrationBuilder.DropIndex(
                name: "ix_applications_status_clock_ends_at",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "confirmed_at",
                table: "offers");

            migrationBuilder.DropColumn(
                name: "clock_ends_at",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "rejected_by_silence_at",
                table: "applications");
        }
    }
}
